import { describe, expect, it } from 'vitest';
import { type ApiKeyDraft, allowedScopes, apiKeyProblems, scopesOfRole } from './api-key';

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

describe('allowedScopes', () => {
  it('are those of all roles together', () => {
    const all = scopesOfRole.ADMIN;
    expect(allowedScopes(all, ['PARTNER', 'WAREHOUSE'])).toEqual(all);
    expect(allowedScopes(all, ['WAREHOUSE'])).not.toContain('WEBHOOKS_MANAGE');
    expect(allowedScopes(all, ['CUSTOMER', 'SUPPORT'])).toEqual([]);
  });
});
