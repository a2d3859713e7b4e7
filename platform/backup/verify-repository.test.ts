import { expect, test } from 'vitest';
import { parseVerification } from './verify-repository';

/** As pgBackRest 2.55 prints it. */
const sound = `stanza: shop
status: ok
  archiveId: 17-1, total WAL checked: 10, total valid WAL: 10
    missing: 0, checksum invalid: 0, size invalid: 0, other: 0
  backup: 20261126-183158F, status: valid, total files checked: 2214, total valid files: 2214
    missing: 0, checksum invalid: 0, size invalid: 0, other: 0`;

test('counts the files that were checked', () => {
  expect(parseVerification(sound)).toBe(2_224);
});

test.each([
  ['missing: 0, checksum invalid: 0', 'missing: 1, checksum invalid: 0'],
  ['checksum invalid: 0, size', 'checksum invalid: 2, size'],
  ['status: ok', 'status: error'],
])('refuses damage: %s', (text, damaged) => {
  expect(() => parseVerification(sound.replace(text, damaged))).toThrow(/verify/);
});
