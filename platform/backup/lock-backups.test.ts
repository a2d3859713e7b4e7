import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { whileLocked } from './lock-backups';

test('a second backup or restore is refused with the process of the first', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'lock-'));
  onTestFinished(() => rmSync(dataFolder, { recursive: true }));
  const second = () => whileLocked(dataFolder, async () => 'done');
  await whileLocked(dataFolder, async () => {
    await expect(second()).rejects.toThrow(`runs (process ${process.pid}). Wait until it ends.`);
  });
  await expect(
    whileLocked(dataFolder, () => Promise.reject(new Error('The disk is full.'))),
  ).rejects.toThrow('The disk is full.');
  expect(await second()).toBe('done');
});
