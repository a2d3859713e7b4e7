import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestRedis, redisAvailable, type TestRedis } from '../platform/testing/redis';
import { codeIn, type TestGateway, testGateway } from './testing/running-gateway';

const query = '{ me { name } }';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const byHash = (sha256Hash: unknown, version = 1) => ({
  extensions: { persistedQuery: { version, sha256Hash } },
});
const registering = (text: string) => ({ query: text, ...byHash(hashOf(text)) });

/** Registration goes on behind the answer. */
async function foundSoon(gateway: TestGateway, text: string) {
  const deadlineMs = performance.now() + 5_000;
  let answer = await gateway.post(byHash(hashOf(text)));
  while (codeIn(answer) === 'PERSISTED_QUERY_NOT_FOUND' && performance.now() < deadlineMs) {
    answer = await gateway.post(byHash(hashOf(text)));
  }
  return answer;
}

describe('automatic persisted operations', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await testGateway({
      configuration: {
        environment: 'development',
        limits: { rate: { anonymousPerMinute: 9_999 } },
      },
    });
  });
  afterAll(() => gateway.stop());

  it('are PERSISTED_QUERY_NOT_FOUND 200 until they are registered', async () => {
    const answer = await gateway.post(byHash(hashOf('{ me { id } }')));
    expect([answer.status, codeIn(answer)]).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
    expect(answer.body.errors?.[0]?.message).toBe('PersistedQueryNotFound');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  it('are run by their hash once registered', async () => {
    expect((await gateway.post(registering(query))).body.data).toEqual({ me: { name: 'Ada' } });
    expect((await foundSoon(gateway, query)).body.data).toEqual({ me: { name: 'Ada' } });
  });

  it('are found by GET too, where caches could keep them', async () => {
    await gateway.post(registering(query));
    await foundSoon(gateway, query);
    const { extensions } = byHash(hashOf(query));
    const search = `extensions=${encodeURIComponent(JSON.stringify(extensions))}`;
    const response = await fetch(`${gateway.url}/graphql?${search}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect(await response.json()).toMatchObject({ data: { me: { name: 'Ada' } } });
  });

  it.each([
    ['a hash of another text', { query, ...byHash(hashOf('{ other }')) }],
    ['a version that is not known', { query, ...byHash(hashOf(query), 2) }],
  ])('with %s are BAD_REQUEST 400', async (_what, body) => {
    const answer = await gateway.post(body);
    expect([answer.status, codeIn(answer)]).toEqual([400, 'BAD_REQUEST']);
  });

  it.each([['x'], [7], [null], [{}], ['A'.repeat(64)]])(
    'with %j for a hash are not found',
    async (hash) => {
      const answer = await gateway.post(byHash(hash));
      expect([answer.status, codeIn(answer)]).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
    },
  );

  it('are not kept when they are not valid', async () => {
    await gateway.post(registering('{ nobody }'));
    expect(codeIn(await gateway.post(byHash(hashOf('{ nobody }'))))).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
  });

  it('are counted as hit, miss or registered', async () => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    for (const result of ['hit', 'miss', 'registered']) {
      expect(text).toMatch(
        new RegExp(`gateway_persisted_operations_total\\{result="${result}"\\} \\d`),
      );
    }
  });
});

describe.skipIf(!redisAvailable)('persisted operations in Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await createTestRedis();
  });
  afterAll(() => redis.close());

  it('are known to every gateway, for a day', async () => {
    const [first, second] = await Promise.all([
      testGateway({ redis: redis.redis }),
      testGateway({ redis: redis.redis }),
    ]);
    try {
      await first.post(registering(query));
      expect((await foundSoon(second, query)).body.data).toEqual({ me: { name: 'Ada' } });
      const seconds = await redis.redis.ttl(`apq:${hashOf(query)}`);
      expect(seconds).toBeGreaterThan(86_000);
      expect(seconds).toBeLessThanOrEqual(86_400);
    } finally {
      await first.stop();
      await second.stop();
    }
  });

  it('are not found while Redis is away: clients send the text', async () => {
    const own = await createTestRedis();
    const gateway = await testGateway({ redis: own.redis });
    try {
      own.redis.disconnect();
      expect(codeIn(await gateway.post(byHash(hashOf(query))))).toBe('PERSISTED_QUERY_NOT_FOUND');
      expect((await gateway.post(registering(query))).body.data).toEqual({ me: { name: 'Ada' } });
    } finally {
      await gateway.stop();
    }
  });
});
