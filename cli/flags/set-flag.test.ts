import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { setFlagIn } from './set-flag';

const folder = folderForFile();

test('a flag that has this state already is left alone', () => {
  const file = path.join(folder, 'flags.json');
  cpSync(path.join(repositoryRoot, 'config/flags.json'), file);
  expect(setFlagIn(file, 'registration', false)).toEqual({ file, isChanged: true });
  const before = readFileSync(file, 'utf8');
  expect(setFlagIn(file, 'registration', false)).toEqual({ file, isChanged: false });
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('a file that was half written is named', () => {
  const file = path.join(folder, 'half.json');
  writeFileSync(file, '{ "flags": ');
  expect(() => setFlagIn(file, 'registration', false)).toThrow(`${file} is not JSON: `);
});
