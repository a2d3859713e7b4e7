import { afterEach, describe, expect, it } from 'vitest';
import { newApiKey } from '../../platform/auth/api-key';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { codeIn, type TestGateway, testGateway, testUserId } from '../testing/running-gateway';

const { key: storefront } = newApiKey('test');
const { key: ofPartner } = newApiKey('test');
const keyId = '018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8e';
const query = '{ nothing }';
const quota = 7;

const found = (scope: string, quotaPerMinute: number | null) => ({
  id: keyId,
  secretId: '0123456789abcdef',
  userId: testUserId,
  roles: ['CUSTOMER'],
  scopes: [scope],
  quotaPerMinute,
  goodUntil: null,
});

/** Users as the gateway asks it for keys: it knows a STOREFRONT key and one of a partner. */
const users =
  (quotaPerMinute: number | null): ServiceCall =>
  async <Data>(_query: string, variables: Record<string, unknown> = {}): Promise<Data> => {
    const known = { [storefront]: 'STOREFRONT', [ofPartner]: 'ORDERS_READ' };
    const scope = known[String(variables.key)];
    return { resolveApiKey: scope ? found(scope, quotaPerMinute) : null } as Data;
  };

let gateway: TestGateway;
afterEach(() => gateway.stop());

async function start(rate: Record<string, number> = {}, quotaPerMinute: number | null = null) {
  gateway = await testGateway({
    users: users(quotaPerMinute),
    configuration: { limits: { rate: { anonymousPerMinute: 3, ...rate } } },
  });
}

const ask = (buyerIp?: string, key = storefront, text = query) =>
  gateway.post(
    { query: text },
    { 'x-api-key': key, ...(buyerIp === undefined ? {} : { 'x-buyer-ip': buyerIp }) },
  );

async function viewerFor(buyerIp: string, key = storefront) {
  const { body } = await ask(buyerIp, key, '{ whoAmI }');
  return JSON.parse(String(body.data?.whoAmI)).viewer;
}

describe('a STOREFRONT key', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8::1', '2001:db8:0:0::/64'],
  ])('acts as an anonymous visitor at %s, counted as %s', async (buyerIp, address) => {
    await start();
    const key = { keyId, userId: testUserId, quotaPerMinute: null };
    expect(await viewerFor(buyerIp)).toEqual({ kind: 'anonymous', address, storefront: key });
  });

  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['is a name', 'localhost'],
    ['has a port', '203.0.113.7:443'],
    ['has a zone', 'fe80::1%eth0'],
    ['has a number too much', '203.0.113.7.1'],
    ['lists two', '203.0.113.7, 203.0.113.8'],
  ])('is refused with BAD_REQUEST if X-Buyer-IP %s', async (_what, buyerIp) => {
    await start();
    const answer = await ask(buyerIp);
    expect([answer.status, codeIn(answer)]).toEqual([400, 'BAD_REQUEST']);
    expect(answer.body.errors?.[0]?.message).toContain('X-Buyer-IP');
  });

  it('has 6,000 requests a minute, independent of the limit of its visitors', async () => {
    await start();
    const limits: unknown[] = [];
    for (let sent = 0; sent < 5; sent += 1) {
      const { status, headers } = await ask('203.0.113.7');
      limits.push([status, headers.get('x-ratelimit-limit')]);
    }
    expect(limits).toEqual(Array(5).fill([200, '6000']));
  });

  it('has the quota of the setting, for all visitors together', async () => {
    await start({ storefrontKeyPerMinute: 2 });
    const statuses = [];
    for (const last of [1, 2, 3]) statuses.push((await ask(`203.0.113.${last}`)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('has its own quota if it was created with one', async () => {
    await start({}, quota);
    expect((await ask('203.0.113.7')).headers.get('x-ratelimit-limit')).toBe(String(quota));
  });

  it('is charged for cost too', async () => {
    await start({ storefrontKeyPerMinute: 100, costPerField: 1 });
    const { headers } = await ask(
      '203.0.113.7',
      storefront,
      '{ copies(count: 1, name: "x") { sku } }',
    );
    expect(headers.get('ratelimit-policy')).toMatch(/^"default-cost";q=100;/);
  });

  it('counts sign-ins by the address of the visitor', async () => {
    await start({ signInsPerMinute: 2 });
    const signIn = 'mutation { login }';
    const statusFor = async (buyerIp: string) => (await ask(buyerIp, storefront, signIn)).status;
    const statuses = [];
    for (let sent = 0; sent < 3; sent += 1) statuses.push(await statusFor('203.0.113.7'));
    expect(statuses).toEqual([200, 200, 429]);
    expect(await statusFor('203.0.113.8')).toBe(200);
    // The visitor's own sign-ins are counted with those of the storefront.
    expect(await statusFor('2001:db8::1')).toBe(200);
    expect(await statusFor('2001:db8::2')).toBe(200);
    expect(await statusFor('2001:db8::3')).toBe(429);
  });
});

describe('X-Buyer-IP', () => {
  it('is ignored from other callers, well formed or not', async () => {
    await start();
    const viewer = await viewerFor('203.0.113.7', ofPartner);
    expect(viewer).toMatchObject({ kind: 'apiKey', address: '127.0.0.1' });
    const anonymous = await gateway.post({ query }, { 'x-buyer-ip': 'nonsense' });
    expect([anonymous.status, anonymous.headers.get('x-ratelimit-limit')]).toEqual([200, '3']);
  });
});
