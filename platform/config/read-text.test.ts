import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderForTest } from '../testing/temporary-folder';
import { readText } from './read-text';

const written = (bytes: Buffer): string => {
  const file = join(folderForTest(), 'file');
  writeFileSync(file, bytes);
  return file;
};

test('text in UTF-8 is read as it is, also the character that replaces others', () => {
  const text = 'Grüße, 東京, 🎉 and \ufffd\n';
  expect(readText(written(Buffer.from(text)))).toBe(text);
});

test.each([
  ['Latin-1', Buffer.from('a: 1\nname: Grüße\n', 'latin1'), 'line 2, column 9'],
  ['half a character', Buffer.from([0x61, 0xef, 0xbf]), 'line 1, column 2'],
  ['UTF-16 of Windows', Buffer.from('\ufeffa: 1', 'utf16le'), 'line 1, column 1'],
])('%s is refused with its place', (_encoding, bytes, place) => {
  const file = written(bytes);
  expect(() => readText(file)).toThrow(`${file} is not UTF-8 at ${place}: save it in UTF-8.`);
});
