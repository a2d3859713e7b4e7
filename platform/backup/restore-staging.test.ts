import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderForTest } from '../testing/temporary-folder';
import { prepareStaging, stagingOf } from './restore-staging';

test('what a killed restore has left running ends before its folder is made again', async () => {
  const dataFolder = folderForTest();
  writeFileSync(join(dataFolder, 'postgres.password'), 'secret');
  const data = join(stagingOf(dataFolder, 'restored'), 'postgres');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'old'), '');
  const program = "console.log('runs'); setInterval(() => undefined, 1_000)";
  const left = spawn(process.execPath, ['-e', program, '--', `--pg1-path=${data}`], {
    argv0: 'pgbackrest',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise((resolve) => left.stdout.once('data', resolve));
  const ended = new Promise((resolve) => left.once('exit', (_code, signal) => resolve(signal)));
  try {
    await prepareStaging(dataFolder, 'restored');
    expect(await ended).toBe('SIGINT');
    expect([existsSync(data), existsSync(join(data, 'old'))]).toEqual([true, false]);
  } finally {
    left.kill('SIGKILL');
  }
});
