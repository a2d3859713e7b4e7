import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { folderForTest } from '../testing/temporary-folder';
import { type FileWatch, watchFiles } from './watch-files';

const patience = { timeout: 30_000, interval: 20 };
let folder: string;
let watching: FileWatch | null = null;

beforeEach(() => {
  folder = folderForTest();
});
afterEach(() => watching?.stop());

function watched(...files: string[]) {
  const onChange = vi.fn();
  watching = watchFiles(() => files, onChange);
  return onChange;
}

test('reports a file that is written, and one that appears or disappears', async () => {
  const file = join(folder, 'config.yaml');
  const onChange = watched(file);
  writeFileSync(file, 'a: 1');
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1), patience);
  writeFileSync(file, 'a: 2');
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(2), patience);
  rmSync(file);
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(3), patience);
});

test('finds a file in a folder that was made later', async () => {
  const later = join(folder, 'later');
  const onChange = watched(join(later, 'config.yaml'));
  mkdirSync(later);
  writeFileSync(join(later, 'config.yaml'), 'a: 1');
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1), patience);
});

test('notices a link that is swapped, as mounted configuration changes', async () => {
  for (const version of ['1', '2']) {
    mkdirSync(join(folder, version));
    writeFileSync(join(folder, version, 'config.yaml'), `a: ${version}`);
  }
  symlinkSync('1', join(folder, '..data'));
  symlinkSync(join('..data', 'config.yaml'), join(folder, 'config.yaml'));
  const onChange = watched(join(folder, 'config.yaml'));
  symlinkSync('2', join(folder, 'next'));
  renameSync(join(folder, 'next'), join(folder, '..data'));
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1), patience);
});

test('ignores other files of the folder', async () => {
  const file = join(folder, 'config.yaml');
  const onChange = watched(file);
  writeFileSync(join(folder, 'other'), 'x');
  writeFileSync(file, 'a: 1');
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1), patience);
});
