import { describe, expect, it, vi } from 'vitest';
import { openForFile } from '../../platform/testing/open-for-file';
import { createTestRedis, redisAvailable } from '../../platform/testing/redis';
import { codeIn, type TestGateway, testGateway } from '../testing/running-gateway';

const rate = { anonymousPerMinute: 5, userPerMinute: 8 };
const configuration = { limits: { rate } };
const query = '{ nothing }';

async function withGateway(use: (gateway: TestGateway) => Promise<void>): Promise<void> {
  await using gateway = await testGateway({ configuration });
  await use(gateway);
}

describe('requests a minute', () => {
  it('run out with RATE_LIMITED 429 and Retry-After', () =>
    withGateway(async (gateway) => {
      for (let sent = 1; sent <= rate.anonymousPerMinute; sent += 1) {
        const { status, headers } = await gateway.post({ query });
        expect([status, headers.get('x-ratelimit-remaining')]).toEqual([200, String(5 - sent)]);
      }
      const answer = await gateway.post({ query });
      expect([answer.status, codeIn(answer)]).toEqual([429, 'RATE_LIMITED']);
      const seconds = Number(answer.headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(60);
      expect(answer.body.data).toBeUndefined();
    }));

  it('are shown in both families of headers', () =>
    withGateway(async (gateway) => {
      const { headers } = await gateway.post({ query });
      expect(headers.get('x-ratelimit-limit')).toBe('5');
      expect(headers.get('x-ratelimit-remaining')).toBe('4');
      const reset = Number(headers.get('x-ratelimit-reset'));
      expect(Math.abs(reset - Date.now() / 1_000 - 60)).toBeLessThan(3);
      expect(headers.get('ratelimit')).toMatch(/^"default";r=4;t=(59|60)$/);
      expect(headers.get('ratelimit-policy')).toBe('"default";q=5;w=60');
    }));

  it('are counted by root field, so that aliases do not help', () =>
    withGateway(async (gateway) => {
      const { headers } = await gateway.post({
        query: '{ a: nothing b: nothing ...F } fragment F on Query { c: nothing }',
      });
      expect(headers.get('x-ratelimit-remaining')).toBe('2');
      const refused = await gateway.post({ query: '{ a: nothing b: nothing c: nothing }' });
      expect([refused.status, codeIn(refused)]).toEqual([429, 'RATE_LIMITED']);
    }));

  it.each([
    ['__typename', { query: '{ __typename }' }],
    ['introspection', { query: '{ __schema { queryType { name } } }' }],
    [
      'a hash that is not known',
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'a' } } },
    ],
    ['no operation', {}],
    ['a text that is no GraphQL', { query: '{' }],
    ['a body that is no JSON', '{'],
    ['a batch', [{ query }]],
  ])('are used up by %s, one each', (_what, body) =>
    withGateway(async (gateway) => {
      for (let sent = 1; sent <= 5; sent += 1) {
        const { status, headers } = await gateway.post(body);
        expect(status).not.toBe(429);
        expect(headers.get('x-ratelimit-remaining')).toBe(String(5 - sent));
      }
      const answer = await gateway.post({ query });
      expect([answer.status, codeIn(answer)]).toEqual([429, 'RATE_LIMITED']);
    }),
  );

  it('are used up by invalid tokens, for the network address', () =>
    withGateway(async (gateway) => {
      const bad = await gateway.post({ query }, { authorization: 'Bearer bad' });
      expect([bad.status, bad.headers.get('x-ratelimit-remaining')]).toEqual([401, '4']);
    }));

  it('are counted per user, independent of the network address', () =>
    withGateway(async (gateway) => {
      for (let sent = 0; sent < 6; sent += 1) await gateway.post({ query });
      const authorization = `Bearer ${gateway.token()}`;
      const mine = await gateway.post({ query }, { authorization });
      expect([mine.status, mine.headers.get('x-ratelimit-limit')]).toEqual([200, '8']);
      const other = gateway.token('018f3a3e-5b7c-7d1a-9e4f-000000000002');
      const others = await gateway.post({ query }, { authorization: `Bearer ${other}` });
      expect(others.headers.get('x-ratelimit-remaining')).toBe('7');
    }));

  it('are exact when requests arrive at once', () =>
    withGateway(async (gateway) => {
      const sent = Array.from({ length: 25 }, () => gateway.post({ query }));
      const passed = (await Promise.all(sent)).filter(({ status }) => status === 200);
      expect(passed).toHaveLength(5);
    }));
});

describe.skipIf(!redisAvailable)('requests a minute in Redis', () => {
  const redis = openForFile(createTestRedis);

  it('are exact over two gateways', async () => {
    const gateways = await Promise.all([
      testGateway({ configuration, redis: redis.redis }),
      testGateway({ configuration, redis: redis.redis }),
    ]);
    try {
      const sent = Array.from({ length: 26 }, (_, index) => gateways[index % 2]?.post({ query }));
      const passed = (await Promise.all(sent)).filter((answer) => answer?.status === 200);
      expect(passed).toHaveLength(5);
    } finally {
      for (const gateway of gateways) await gateway.stop();
    }
  });

  it('take one round trip, and a second one if the answer holds more than its cost', async () => {
    const own = await createTestRedis();
    const gateway = await testGateway({ redis: own.redis });
    const trips: string[] = [];
    const send = own.redis.sendCommand.bind(own.redis);
    vi.spyOn(own.redis, 'sendCommand').mockImplementation((command, stream) => {
      const args = command.args.map(String);
      if (args.some((arg) => arg.startsWith('rate:'))) trips.push(args.at(-1) ?? '');
      return send(command, stream);
    });
    /** Points of each trip, in the order in which they were sent. */
    const tripsOf = async (query: string) => {
      // The first request may have to send the script itself.
      await gateway.post({ query });
      trips.length = 0;
      for (let asked = 0; asked < 2; asked += 1) await gateway.post({ query });
      return [...trips];
    };
    try {
      expect(await tripsOf('{ nothing }')).toEqual(['1', '1']);
      const copies = (count: number) => `{ copies(count: ${count}, name: "x") { sku } }`;
      expect(await tripsOf(copies(80))).toEqual(['10', '10']);
      expect(await tripsOf(copies(1_000))).toEqual(['10', '115', '10', '115']);
    } finally {
      await gateway.stop();
      await own.close();
    }
  });

  it('are counted in memory while Redis is down, which is logged', async () => {
    const own = await createTestRedis();
    await using gateway = await testGateway({ configuration, redis: own.redis });
    own.redis.disconnect();
    const statuses: number[] = [];
    for (let sent = 0; sent < 7; sent += 1) {
      const { status, headers } = await gateway.post({ query });
      statuses.push(status);
      expect(headers.get('x-ratelimit-limit')).toBe('5');
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    const lines = gateway.logged.filter(
      ({ msg }) => msg === 'counting requests in memory: Redis unavailable',
    );
    expect(lines).toHaveLength(1);
  });
});
