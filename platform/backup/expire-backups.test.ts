import { expect, test } from 'vitest';
import { mayExpire } from './expire-backups';

const now = new Date('2026-11-29T12:00:00Z');

/** A full backup so many days ago; `!` marks a damaged one. */
const backupsOf = (...ages: string[]) =>
  ages.map((age) => ({
    type: 'full' as const,
    endedAt: new Date(now.getTime() - Number.parseInt(age, 10) * 86_400_000),
    isDamaged: age.endsWith('!'),
  }));

test.each([
  [['40', '31', '0'], 30, true],
  [['40', '20!', '0'], 30, true],
  [['40', '31', '0!'], 30, false],
  [['40', '31!', '0'], 30, false],
  [['1', '0'], 30, true],
  [['40', '31!', '0'], undefined, true],
  [['40', '31', '0!'], undefined, false],
  [[], 30, false],
])('backups of %j days, kept for %s days: %s', (ages, retentionDays, may) => {
  expect(mayExpire(backupsOf(...ages), retentionDays, now)).toBe(may);
});
