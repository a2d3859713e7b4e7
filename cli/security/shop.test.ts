import { expect, test } from 'vitest';
import { accessChecks } from './shop';

const nothing = {
  staff: [],
  idleKeys: [],
  failedSignIns: [],
  reusedTokens: [],
  newKeyAddresses: [],
};
const at = '2026-11-26T12:34:56.000Z';

test('staff is a list to read, and no finding', () => {
  const [staff, ...rest] = accessChecks({
    ...nothing,
    staff: [
      {
        userId: 'u1',
        email: 'ada@example.com',
        roles: ['ADMIN'],
        since: at,
        lastSignInAt: null,
        hasSecondFactor: false,
        isLocked: true,
      },
    ],
  });
  expect(staff).toMatchObject({ check: 'staff', findings: [] });
  expect(staff?.facts).toEqual([
    'ada@example.com: ADMIN since 2026-11-26, signed in never, no second factor, locked',
  ]);
  expect(rest.flatMap(({ findings, facts }) => [...findings, ...facts])).toEqual([]);
});

test('each suspicion is a finding that names its account or key', () => {
  const key = { keyId: 'k1', userId: 'u1', name: 'Shop' };
  const checks = accessChecks({
    ...nothing,
    idleKeys: [
      { ...key, scopes: [], createdAt: at, lastUsedAt: null },
      { ...key, keyId: 'k2', scopes: [], createdAt: at, lastUsedAt: '2026-01-01T00:00:00.000Z' },
    ],
    failedSignIns: [{ subject: 'User:u1', hour: '2026-11-26T12:00:00.000Z', failures: 40 }],
    reusedTokens: [{ subject: 'User:u2', at }],
    newKeyAddresses: [{ ...key, address: '203.0.113.9', firstSeenAt: at }],
  });
  expect(Object.fromEntries(checks.map(({ check, findings }) => [check, findings]))).toEqual({
    staff: [],
    'idle keys': [
      'k1 (Shop) of User:u1: never used since 2026-11-26',
      'k2 (Shop) of User:u1: not used since 2026-01-01',
    ],
    'failed sign-ins': ['User:u1: 40 in the hour of 2026-11-26T12:00Z'],
    'copied refresh tokens': ['User:u2 at 2026-11-26T12:34Z'],
    'new addresses of keys': ['k1 (Shop) of User:u1: 203.0.113.9 since 2026-11-26T12:34Z'],
  });
});
