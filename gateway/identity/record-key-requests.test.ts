import { describe, expect, it } from 'vitest';
import { newApiKey } from '../../platform/auth/api-key';
import { keyRequestLog } from '../../platform/auth/key-requests';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { gatewayForFile, testUserId } from '../testing/running-gateway';

const { key } = newApiKey('test');
const keyId = '018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8e';

const users: ServiceCall = async <Data>(_query: string, variables = {}): Promise<Data> => {
  const found = {
    id: keyId,
    secretId: '0123456789abcdef',
    userId: testUserId,
    roles: ['PARTNER'],
    scopes: ['ORDERS_READ'],
    quotaPerMinute: 4,
    goodUntil: null,
  };
  return { resolveApiKey: (variables as { key?: string }).key === key ? found : null } as Data;
};

describe('a request with an API key', () => {
  const keyRequests = keyRequestLog(null, logger);
  const gateway = gatewayForFile({ users, keyRequests });

  const recorded = async () => (await keyRequests.latest([keyId], 100))[0] ?? [];
  const ask = (body: object, requestId: string) =>
    gateway.post(body, { 'x-api-key': key, 'x-request-id': requestId });

  it('is recorded with the name of its operation, its outcome and its status', async () => {
    const before = Date.now();
    await ask({ query: 'query Nothing { nothing }' }, 'request-ok');
    await ask({ query: '{ fails(code: "NOT_FOUND") { sku } }' }, 'request-failed');
    await ask({ query: '{' }, 'request-unread');
    await ask({ query: '{ nothing }' }, 'request-unnamed');
    await ask({ query: 'query Nothing { nothing }' }, 'request-surplus');
    await expect.poll(recorded).toHaveLength(5);
    const rows = (await recorded()).map((one) => [
      one.requestId,
      one.operation,
      one.outcome,
      one.status,
    ]);
    expect(rows).toEqual([
      ['request-surplus', null, 'RATE_LIMITED', 429],
      ['request-unnamed', null, 'OK', 200],
      ['request-unread', null, 'GRAPHQL_PARSE_FAILED', 200],
      ['request-failed', null, 'NOT_FOUND', 200],
      ['request-ok', 'Nothing', 'OK', 200],
    ]);
    for (const { at, durationMs } of await recorded()) {
      expect(at.getTime()).toBeGreaterThanOrEqual(before - 1);
      expect(at.getTime()).toBeLessThanOrEqual(Date.now());
      expect(durationMs).toBeGreaterThanOrEqual(0);
    }
  });

  it('is not recorded if the key is unknown', async () => {
    const before = (await recorded()).length;
    const { key: strange } = newApiKey('test');
    const { status } = await gateway.post({ query: '{ nothing }' }, { 'x-api-key': strange });
    expect(status).toBe(401);
    await ask({ query: '{ nothing }' }, 'request-last');
    await expect.poll(recorded).toHaveLength(before + 1);
  });
});
