import { chownSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../database/embedded';
import { silentLogger as logger } from '../testing/silent-logger';
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

test.skipIf(process.getuid?.() !== 0)(
  'nothing is created beside the databases of another account, which could not change it',
  async () => {
    const dataFolder = folderForTest();
    const data = path.join(dataFolder, 'postgres');
    mkdirSync(data);
    chownSync(data, 12_345, 12_345);
    const refusal = 'belong to another account (its id is 12345). Nothing was changed.';
    await expect(whileLocked(dataFolder, async () => 'done')).rejects.toThrow(refusal);
    await expect(startEmbeddedPostgres({ dataFolder, logger })).rejects.toThrow(refusal);
    expect(readdirSync(dataFolder)).toEqual(['postgres']);
  },
);
