import { expect, test } from 'vitest';
import { scopeAllows, type Viewer } from '../platform/requests/viewer';
import { demand } from './rules';

const key: Viewer = {
  kind: 'apiKey',
  userId: 'u1',
  keyId: 'k1',
  secretId: 's1',
  roles: ['PARTNER'],
  scopes: [],
  quotaPerMinute: null,
  address: '192.0.2.1',
};

/** What a refusal says would be allowed. */
function requiredFor(may: (viewer: Viewer) => boolean): unknown {
  try {
    demand(may, key);
  } catch (error) {
    return (error as { extensions: { requires?: unknown } }).extensions.requires;
  }
  throw new Error('It was allowed.');
}

test('a refusal names the roles and scopes of this shop that would be allowed', () => {
  const may = (viewer: Viewer) =>
    (viewer.kind === 'apiKey' && scopeAllows(viewer, 'ORDERS_READ')) ||
    (viewer.kind === 'user' && viewer.roles.includes('SUPPORT'));
  expect(requiredFor(may)).toEqual({ roles: ['SUPPORT'], scopes: ['ORDERS_READ'] });
});

test('the scope of a storefront grants nothing, so that no refusal names it', () => {
  const scopes = ['ORDERS_READ', 'ORDERS_WRITE', 'INVENTORY_READ', 'INVENTORY_WRITE'];
  const required = requiredFor(({ kind, ...viewer }) => {
    const held = (viewer as { scopes?: readonly string[] }).scopes ?? [];
    return kind === 'apiKey' && held.length > 0;
  });
  expect(required).toMatchObject({ scopes: [...scopes, 'WEBHOOKS_MANAGE'] });
});
