import { beforeEach, expect, test } from 'vitest';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { keepProcessList, readProcessList } from './process-list';

let folder: string;

beforeEach(() => {
  folder = folderForTest();
});

test('a process that was replaced is listed once, with its newest port, until the shop stops', () => {
  expect(readProcessList(folder)).toBeNull();
  const list = keepProcessList(folder);
  list.set('users-1', 4201);
  list.set('users-2', 4205);
  list.set('users-1', 4207);
  expect(readProcessList(folder)).toEqual({
    pid: process.pid,
    processes: [
      { name: 'users-1', adminPort: 4207 },
      { name: 'users-2', adminPort: 4205 },
    ],
  });
  list.remove();
  expect(readProcessList(folder)).toBeNull();
});
