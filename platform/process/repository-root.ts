import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of package.json, from the compiled files in dist/ and from the sources alike. */
export const repositoryRoot: string = (() => {
  const above = path.join(__dirname, '..', '..');
  return existsSync(path.join(above, 'package.json')) ? above : path.join(above, '..');
})();
