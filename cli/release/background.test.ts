import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { startInBackground } from './background';

const openFiles = () => readdirSync('/proc/self/fd').length;

test('a start keeps the log of the previous process, and no file open', async () => {
  const log = path.join(folderForTest(), 'blue.log');
  const start = async (word: string) => {
    let isDone = () => false;
    const starting = startInBackground({
      name: 'The program',
      command: '/bin/sh',
      args: ['-c', `echo ${word}; exec sleep 60`],
      environment: {},
      log,
      isReady: () => isDone(),
      startDeadlineMs: 15_000,
    });
    isDone = () => readFileSync(log, 'utf8') === `${word}\n`;
    process.kill(await starting, 'SIGKILL');
  };
  await start('first');
  const before = openFiles();
  await start('second');
  expect(openFiles()).toBeLessThanOrEqual(before);
  expect(readFileSync(`${log}.before`, 'utf8')).toBe('first\n');
});
