import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { silentLogger } from '../../platform/testing/silent-logger';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { keepProcessList, readProcessList } from './process-list';

let folder: string;

beforeEach(() => {
  folder = folderForTest();
});

test('a process that was replaced is listed once, with its newest port, until the shop stops', () => {
  expect(readProcessList(folder)).toBeNull();
  const list = keepProcessList(folder, silentLogger);
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

test('a list that cannot be written fails no process', () => {
  mkdirSync(path.join(folder, 'processes.json', 'in-its-place'), { recursive: true });
  expect(() => keepProcessList(folder, silentLogger).set('users', 4201)).not.toThrow();
});
