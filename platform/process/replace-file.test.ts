import { execFileSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { folderForTest } from '../testing/temporary-folder';
import { demandReplaceable, replaceFile, replaceIfOther } from './replace-file';

let folder: string;
beforeEach(() => {
  folder = folderForTest();
});

test('replaces a file with its mode, also beside what a dead process of this id left', () => {
  const file = path.join(folder, 'a-file');
  writeFileSync(file, 'old', { mode: 0o644 });
  writeFileSync(path.join(folder, `.a-file.${process.pid}`), 'half', { mode: 0o644 });
  replaceFile(file, 'new', 0o600);
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['a-file']);
});

test.skipIf(process.getuid?.() !== 0)('leaves the file to its owner', () => {
  const file = path.join(folder, 'a-file');
  writeFileSync(file, 'old');
  chownSync(file, 7, 8);
  replaceFile(file, 'new', 0o600);
  expect(statSync(file)).toMatchObject({ uid: 7, gid: 8 });
});

test('leaves nothing behind if it fails, and names the file', () => {
  const file = path.join(folder, 'a-folder');
  mkdirSync(file);
  expect(() => replaceFile(file, 'new')).toThrow(expect.objectContaining({ path: file }));
  expect(readdirSync(folder)).toEqual(['a-folder']);
});

test('a file that cannot be replaced is found before, and the check leaves nothing', () => {
  const file = path.join(folder, 'a-file');
  demandReplaceable(file);
  expect(() => demandReplaceable(folder)).toThrow(
    expect.objectContaining({ path: folder, code: 'EISDIR' }),
  );
  const missing = path.join(folder, 'missing', 'a-file');
  expect(() => demandReplaceable(missing)).toThrow(expect.objectContaining({ path: missing }));
  expect(readdirSync(folder)).toEqual([]);
});

test('a file that has the text already is left alone', () => {
  const file = path.join(folder, 'a-file');
  writeFileSync(file, 'same', { mode: 0o644 });
  replaceIfOther(file, 'same', 0o600);
  expect(statSync(file).mode & 0o777).toBe(0o644);
  replaceIfOther(file, 'other', 0o600);
  expect(readFileSync(file, 'utf8')).toBe('other');
});

test('a pipe and a device are written to, and stay what they are', () => {
  const pipe = path.join(folder, 'a-pipe');
  execFileSync('mkfifo', [pipe]);
  // Somebody has to read, or it cannot be opened.
  const opened = openSync(pipe, 'r+');
  replaceFile(pipe, 'new');
  const read = Buffer.alloc(3);
  readSync(opened, read);
  closeSync(opened);
  expect(read.toString()).toBe('new');
  expect(statSync(pipe).isFIFO()).toBe(true);
});
