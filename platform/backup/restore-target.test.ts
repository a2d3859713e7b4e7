import { describe, expect, test } from 'vitest';
import type { Backup } from './backup-list';
import { chooseBackup, demandOneMoment, parseRestoreTarget, targetOptions } from './restore-target';

function backup(label: string, endedAt: string, nextXid: bigint | null = null): Backup {
  const at = new Date(endedAt);
  const sizes = { bytes: 1, repositoryBytes: 1 };
  const whole = { isDamaged: false, damage: null, log: null };
  return { label, type: 'full', startedAt: at, endedAt: at, nextXid, ...sizes, ...whole };
}

const backups = [
  backup('first', '2026-11-26T10:00:00Z', 100n),
  backup('second', '2026-11-26T12:00:00Z', 200n),
];
const points = [{ name: 'upgrade', at: new Date('2026-11-26T11:00:00Z') }];
const chosen = (to: string) => chooseBackup(backups, parseRestoreTarget(to), points).label;

describe('a target is read', () => {
  test.each([
    ['latest', ['--type=default']],
    [
      '2026-11-26T19:00:00+01:00',
      ['--type=time', '--target=2026-11-26 18:00:00.000+00', '--target-action=promote'],
    ],
    ['4711', ['--type=xid', '--target=4711', '--target-action=promote']],
    ['before-upgrade', ['--type=name', '--target=before-upgrade', '--target-action=promote']],
  ])('%s', (to, options) => {
    expect(targetOptions(parseRestoreTarget(to))).toEqual(options);
  });

  test.each([
    '2026-11-26T19:00:00',
    '2026-13-45T00:00:00Z',
    '2026-11-31T18:00:00Z',
    '-x',
    'a b',
    "a'",
  ])('%s is refused', (to) => {
    expect(() => parseRestoreTarget(to)).toThrow('Expected a time');
  });
});

describe('the backup to restore is the newest before the target', () => {
  test.each([
    ['latest', 'second'],
    ['2026-11-26T13:00:00Z', 'second'],
    ['2026-11-26T11:59:59Z', 'first'],
    // The second in which the newer one ended, as `backup list` prints it.
    ['2026-11-26T12:00:00Z', 'first'],
    ['2026-11-26T12:00:00.999Z', 'first'],
    ['2026-11-26T12:00:01Z', 'second'],
    ['200', 'second'],
    ['199', 'first'],
    ['upgrade', 'first'],
  ])('%s from the %s', (to, label) => {
    expect(chosen(to)).toBe(label);
  });

  test('the oldest one, where nothing is known about the target', () => {
    expect(chosen('forgotten')).toBe('first');
    expect(chosen('99')).toBe('first');
  });

  test('no backup is early enough, or there is none', () => {
    expect(() => chosen('2026-11-26T09:00:00Z')).toThrow('The oldest backup ended at');
    expect(() => chooseBackup([], { kind: 'latest' }, [])).toThrow('There is no backup');
  });
});

test('a name that several moments have is refused with their times', () => {
  const again = { name: 'upgrade', at: new Date('2026-11-26T15:00:00Z') };
  const demand = (to: string) => demandOneMoment(parseRestoreTarget(to), [...points, again]);
  expect(() => demand('upgrade')).toThrow(
    'upgrade: 2026-11-26T11:00:00.000Z, 2026-11-26T15:00:00.000Z. Restore one by its time',
  );
  expect(() => demand('forgotten')).not.toThrow();
  expect(() => demand('2026-11-26T15:00:00.000Z')).not.toThrow();
  expect(() => demandOneMoment(parseRestoreTarget('upgrade'), points)).not.toThrow();
});
