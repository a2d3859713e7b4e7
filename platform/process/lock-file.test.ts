import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folderForTest } from '../testing/temporary-folder';
import { inTurn } from './lock-file';

test('a task waits for the one that has the lock, also if that fails', async () => {
  const folder = folderForTest();
  const lock = path.join(folder, 'lock');
  const seen: string[] = [];
  let fail: (reason: Error) => void = () => undefined;
  const first = inTurn(lock, () => {
    seen.push('first begins');
    return new Promise((_resolve, reject) => {
      fail = reject;
    });
  });
  const second = inTurn(lock, () => void seen.push('second'));
  setTimeout(() => {
    seen.push('first ends');
    fail(new Error('the disk is full'));
  });
  await expect(first).rejects.toThrow('the disk is full');
  await second;
  expect(seen).toEqual(['first begins', 'first ends', 'second']);
  expect(readdirSync(folder)).toEqual([]);
});
