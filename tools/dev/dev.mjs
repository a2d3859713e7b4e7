// npm run dev: builds first, because the command itself is compiled code. If the build fails, the
// command waits for a change that fixes it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '../..');
const command = join(root, 'dist/tools/dev/dev.js');
const { status } = spawnSync(process.execPath, [join(root, 'tools/build/build.mjs')], {
  stdio: 'inherit',
});

if (existsSync(command)) {
  if (status !== 0) process.argv.push('--wait');
  await import(pathToFileURL(command).href);
} else {
  process.exitCode = 1;
}
