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

test('a file in another encoding than UTF-8 is left as it is', () => {
  const file = path.join(folder, 'latin.json');
  const json = readFileSync(path.join(repositoryRoot, 'config/flags.json'), 'utf8');
  const bytes = Buffer.from(json.replace('{', '{ "note": "für uns",'), 'latin1');
  writeFileSync(file, bytes);
  expect(() => setFlagIn(file, 'registration', false)).toThrow(
    `${file} is not UTF-8 at line 1, column 13: save it in UTF-8.`,
  );
  expect(readFileSync(file)).toEqual(bytes);
});
