import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of package.json, found from the sources and from dist/. */
export const repositoryRoot: string = (() => {
  const above = path.join(__dirname, '..');
  return existsSync(path.join(above, 'package.json')) ? above : path.join(above, '..');
})();
