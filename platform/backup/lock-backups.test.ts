import { expect, test } from 'vitest';
import { folderForTest } from '../testing/temporary-folder';
import { whileLocked } from './lock-backups';

test('a second backup or restore is refused with the process of the first', async () => {
  const dataFolder = folderForTest();
  const second = () => whileLocked(dataFolder, async () => 'done');
  await whileLocked(dataFolder, async () => {
    await expect(second()).rejects.toThrow(`runs (process ${process.pid}). Wait until it ends.`);
  });
  await expect(
    whileLocked(dataFolder, () => Promise.reject(new Error('The disk is full.'))),
  ).rejects.toThrow('The disk is full.');
  expect(await second()).toBe('done');
});
