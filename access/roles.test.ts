import { describe, expect, test } from 'vitest';
import type { Viewer } from '../platform/requests/viewer';
import {
  hasRole,
  hasStaffRole,
  isRole,
  isStaff,
  roles,
  scopeAllows,
  staffRoles,
  withoutStaffRoles,
} from './roles';
import { staffEntry } from './staff-entry';

const address = '192.0.2.1';
const userWith = (...held: string[]): Viewer => ({
  kind: 'user',
  userId: 'u1',
  roles: held,
  generation: 0,
  address,
});
const keyWith = (held: string[], granted: string[] = []): Viewer => ({
  kind: 'apiKey',
  userId: 'u1',
  keyId: 'k1',
  secretId: 's1',
  roles: held,
  scopes: granted,
  quotaPerMinute: null,
  address,
});
const nobody: Viewer = { kind: 'anonymous', address };
const system: Viewer = { kind: 'system', cause: 'a job' };

describe('roles', () => {
  test('are these, and staff are three of them', () => {
    expect(roles).toEqual(['CUSTOMER', 'SUPPORT', 'WAREHOUSE', 'PARTNER', 'ADMIN']);
    expect(staffRoles).toEqual(['SUPPORT', 'WAREHOUSE', 'ADMIN']);
    expect(roles.filter((role) => isStaff(userWith(role)))).toEqual(staffRoles);
    expect(roles.filter((role) => hasStaffRole([role]))).toEqual(staffRoles);
    expect(withoutStaffRoles(roles)).toEqual(['CUSTOMER', 'PARTNER']);
  });

  test('have these names only', () => {
    for (const name of roles) expect(isRole(name)).toBe(true);
    for (const name of ['', 'admin', 'ROOT']) expect(isRole(name)).toBe(false);
  });

  test('are held by people and keys', () => {
    for (const viewer of [userWith('CUSTOMER', 'ADMIN'), keyWith(['ADMIN'])]) {
      expect(hasRole(viewer, 'ADMIN', 'SUPPORT')).toBe(true);
      expect(hasRole(viewer, 'SUPPORT')).toBe(false);
    }
    for (const viewer of [nobody, system]) expect(hasRole(viewer, ...roles)).toBe(false);
  });

  test('make staff, and so does being the system', () => {
    expect(hasStaffRole(['CUSTOMER', 'WAREHOUSE'])).toBe(true);
    expect(hasStaffRole([])).toBe(false);
    expect([system, keyWith(['SUPPORT'])].map(isStaff)).toEqual([true, true]);
    expect([nobody, userWith(), keyWith(['PARTNER'])].map(isStaff)).toEqual([false, false, false]);
  });
});

describe('scopes', () => {
  test('are needed by keys alone', () => {
    expect(scopeAllows(userWith(), 'ORDERS_READ')).toBe(true);
    expect(scopeAllows(keyWith([], ['ORDERS_READ']), 'ORDERS_READ')).toBe(true);
    expect(scopeAllows(keyWith(['ADMIN'], ['ORDERS_READ']), 'ORDERS_WRITE')).toBe(false);
  });
});

describe('the audit entry of staff', () => {
  test('names who did what to what', () => {
    expect(staffEntry(userWith('ADMIN'), 'order.ship', 'Order:1', { units: 2 })).toMatchObject({
      actor: 'User:u1',
      action: 'order.ship',
      subject: 'Order:1',
      detail: '{"units":2}',
    });
    expect(staffEntry(keyWith(['WAREHOUSE']), 'stock.adjust', 'Level:1')).toMatchObject({
      actor: 'ApiKey:k1',
      detail: null,
    });
  });

  test.each([
    ['the system', system],
    ['a customer', userWith('CUSTOMER')],
    ['nobody', nobody],
  ])('is not made for %s', (_who, viewer) => {
    expect(staffEntry(viewer, 'order.ship', 'Order:1')).toBeNull();
  });
});
