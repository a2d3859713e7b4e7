import { expect, test } from 'vitest';
import { checkWhole, parseVerification } from './verify-repository';

/** The output of pgBackRest 2.55. */
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

test('names the files that are damaged', () => {
  const log = `P01   INFO: invalid checksum '20261129-033055F/bundle/1'
P01   INFO: file missing '20261129-033055F/pg_data/PG_VERSION.zst'
P01   INFO: invalid result 17-1/0000000100000000/000000010000000000000006-94e4.zst: [29] raised from local-1 protocol: zst error: [-20] Data corruption detected
P00   INFO: stanza: shop
            status: error
              archiveId: 17-1, total WAL checked: 10, total valid WAL: 9
`;
  expect(() => parseVerification(log + sound.replace('status: ok', 'status: error'))).toThrow(
    '20261129-033055F/bundle/1 (invalid checksum); ' +
      '20261129-033055F/pg_data/PG_VERSION.zst (file missing); ' +
      '17-1/0000000100000000/000000010000000000000006-94e4.zst (zst error: [-20] Data corruption detected)',
  );
  expect(parseVerification(log.replace(/invalid|missing/g, '') + sound)).toBe(2_224);
});

test('backups of damaged databases are named, and refused while no intact one follows', () => {
  const whole = { label: 'whole', isDamaged: false, damage: null };
  const damaged = { label: 'damaged', isDamaged: true, damage: 'page 3 of orders' };
  expect(checkWhole([whole])).toEqual([]);
  expect(checkWhole([whole, damaged, whole])).toEqual(['damaged (page 3 of orders)']);
  expect(() => checkWhole([whole, damaged])).toThrow('damaged (page 3 of orders)');
});
