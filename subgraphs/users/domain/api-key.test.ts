import { describe, expect, it } from 'vitest';
import {
  type ApiKeyDraft,
  allowedQuota,
  allowedScopes,
  apiKeyProblems,
  type GrantedRole,
  scopesOfRole,
} from './api-key';

const now = new Date('2026-11-24T12:00:00.000Z');
const later = new Date('2026-11-24T12:00:01.000Z');
const terms = { now, quotaPerMinuteDefault: 1_200 };
const good: ApiKeyDraft = { name: 'Warehouse robot', scopes: ['ORDERS_READ'] };

describe('apiKeyProblems', () => {
  const table: [string, Partial<ApiKeyDraft>, string[]][] = [
    ['a good key', {}, []],
    ['an end to come', { expiresAt: later }, []],
    ['a quota as high as the default', { quotaPerMinute: 1_200 }, []],
    ['nulls, which say nothing', { expiresAt: null, quotaPerMinute: null }, []],
    ['no name', { name: ' ' }, ['name']],
    ['a name that is too long', { name: 'x'.repeat(101) }, ['name']],
    ['a card number as its name', { name: '4111 1111 1111 1111' }, ['name']],
    ['no scopes', { scopes: [] }, ['scopes']],
    ['a thousand scopes', { scopes: Array(1_000).fill('ORDERS_READ') }, []],
    ['more scopes than that', { scopes: Array(1_001).fill('ORDERS_READ') }, ['scopes']],
    ['a scope too many', { scopes: ['ORDERS_READ', 'INVENTORY_WRITE'] }, ['scopes.1']],
    ['a scope too many, twice', { scopes: ['INVENTORY_WRITE', 'INVENTORY_WRITE'] }, ['scopes.0']],
    ['an end that has come', { expiresAt: now }, ['expiresAt']],
    ['no requests at all', { quotaPerMinute: 0 }, ['quotaPerMinute']],
    ['more requests than the default', { quotaPerMinute: 1_201 }, ['quotaPerMinute']],
    [
      'everything wrong at once',
      { name: '', scopes: [], expiresAt: now },
      ['name', 'scopes', 'expiresAt'],
    ],
  ];

  it.each(table)('of %s are at %j: %j', (_what, changes, paths) => {
    const problems = apiKeyProblems({ ...good, ...changes }, ['PARTNER'], terms);
    expect(problems.map(({ path }) => path.join('.'))).toEqual(paths);
  });
});

describe('a quota above the default', () => {
  it.each([
    ['WAREHOUSE', 1_201, ['quotaPerMinute']],
    ['ADMIN', 1_201, []],
    ['ADMIN', 60_000, []],
    ['ADMIN', 60_001, ['quotaPerMinute']],
  ] as const)('of %s at %i has problems at %j', (role, quotaPerMinute, paths) => {
    const problems = apiKeyProblems({ ...good, quotaPerMinute }, [role], terms);
    expect(problems.map(({ path }) => path.join('.'))).toEqual(paths);
  });
});

describe('a key for a storefront', () => {
  it.each([
    ['ADMIN', ['STOREFRONT'], []],
    ['ADMIN', ['STOREFRONT', 'STOREFRONT'], []],
    ['ADMIN', ['ORDERS_READ', 'STOREFRONT'], ['scopes.1']],
    ['PARTNER', ['STOREFRONT'], ['scopes.0']],
    ['WAREHOUSE', ['STOREFRONT'], ['scopes.0']],
  ] as const)('of %s with %j has problems at %j', (role, scopes, paths) => {
    const problems = apiKeyProblems({ ...good, scopes }, [role], terms);
    expect(problems.map(({ path }) => path.join('.'))).toEqual(paths);
  });

  it('keeps its scope and its quota, whatever the roles of its owner', () => {
    const noRoles: GrantedRole[] = [];
    const key = { scopes: ['STOREFRONT'], quotaPerMinute: 9_000 } as const;
    expect(allowedScopes(key.scopes, noRoles)).toEqual(['STOREFRONT']);
    expect(allowedQuota(key, noRoles, 1_200)).toBe(9_000);
    expect(allowedQuota({ ...key, quotaPerMinute: null }, noRoles, 1_200)).toBeNull();
    expect(allowedQuota({ ...key, scopes: ['ORDERS_READ'] }, noRoles, 1_200)).toBe(1_200);
  });
});

describe('allowedScopes', () => {
  it('are those of all roles together', () => {
    const all = scopesOfRole.ADMIN.filter((scope) => scope !== 'STOREFRONT');
    expect(allowedScopes(all, ['PARTNER', 'WAREHOUSE'])).toEqual(all);
    expect(allowedScopes(all, ['WAREHOUSE'])).not.toContain('WEBHOOKS_MANAGE');
    expect(allowedScopes(all, ['CUSTOMER', 'SUPPORT'])).toEqual([]);
  });
});
