import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { folderForTest } from '../testing/temporary-folder';
import { sealFiles, unsealMissing } from './sealed-files';

const names = ['one', 'two'];
const secret = 'a secret of this test alone';
let from: string;
let to: string;
beforeEach(() => {
  from = folderForTest();
  to = folderForTest();
  writeFileSync(path.join(from, 'one'), 'first text');
  writeFileSync(path.join(from, 'two'), 'second text');
});

const sealed = () => path.join(from, 'sealed.json');

test.each([null, secret])('missing files come back, with the secret %s', (given) => {
  sealFiles(from, names, sealed(), given);
  writeFileSync(path.join(to, 'one'), 'its own');
  expect(unsealMissing(sealed(), to, given, names)).toEqual({
    written: ['two'],
    different: ['one'],
  });
  expect(readFileSync(path.join(to, 'one'), 'utf8')).toBe('its own');
  expect(readFileSync(path.join(to, 'two'), 'utf8')).toBe('second text');
});

test('only the expected names are written', () => {
  sealFiles(from, names, sealed(), null);
  expect(unsealMissing(sealed(), to, null, ['one'])).toEqual({ written: ['one'], different: [] });
});

test('a secret hides the text, and another secret does not open it', () => {
  sealFiles(from, names, sealed(), secret);
  expect(readFileSync(sealed(), 'utf8')).not.toContain('first text');
  expect(() => unsealMissing(sealed(), to, `${secret}!`, names)).toThrow('another secret');
  expect(() => unsealMissing(sealed(), to, null, names)).toThrow('encryptionSecret');
});

test('a tag of which only the beginning is left opens nothing', () => {
  sealFiles(from, names, sealed(), secret);
  const stored = JSON.parse(readFileSync(sealed(), 'utf8')) as { tag: string };
  const tag = Buffer.from(stored.tag, 'base64').subarray(0, 4).toString('base64');
  writeFileSync(sealed(), JSON.stringify({ ...stored, tag }));
  expect(() => unsealMissing(sealed(), to, secret, names)).toThrow('another secret');
});

test('a file of an earlier version opens', () => {
  const stored = {
    salt: '7WtGDiiWGVxTivfna3UHNA==',
    nonce: 'ALs76Q2F//uQFiNI',
    tag: 'i7Pmh749/qjBU27u132lLw==',
    text: 'Ma5uuD5nhxb+sb5lKAnSg+yGowM=',
  };
  writeFileSync(sealed(), JSON.stringify(stored));
  expect(unsealMissing(sealed(), to, secret, names).written).toEqual(['one']);
  expect(readFileSync(path.join(to, 'one'), 'utf8')).toBe('first text');
});
