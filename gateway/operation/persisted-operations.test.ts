import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openForFile } from '../../platform/testing/open-for-file';
import { createTestRedis, redisAvailable } from '../../platform/testing/redis';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { codeIn, gatewayForFile, type TestGateway, testGateway } from '../testing/running-gateway';
import { hashOf } from './hash';

const query = '{ me { name } }';
const byHash = (sha256Hash: unknown, version = 1) => ({
  extensions: { persistedQuery: { version, sha256Hash } },
});
const registering = (text: string) => ({ query: text, ...byHash(hashOf(text)) });

const foundBy = (gateway: TestGateway, text: string) => gateway.post(byHash(hashOf(text)));
/** A valid operation of that many bytes. */
const ofBytes = (bytes: number, note = '') => `{ nothing } #${note}`.padEnd(bytes, ' ');

describe('automatic persisted operations', () => {
  const gateway = gatewayForFile({
    configuration: {
      environment: 'development',
      limits: { rate: { anonymousPerMinute: 9_999 } },
    },
  });

  it('are PERSISTED_QUERY_NOT_FOUND 200 until they are registered', async () => {
    const answer = await gateway.post(byHash(hashOf('{ me { id } }')));
    expect([answer.status, codeIn(answer)]).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
    expect(answer.body.errors?.[0]?.message).toBe('PersistedQueryNotFound');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  it('are run by their hash once registered', async () => {
    expect((await gateway.post(registering(query))).body.data).toEqual({ me: { name: 'Ada' } });
    expect((await foundBy(gateway, query)).body.data).toEqual({ me: { name: 'Ada' } });
  });

  it('with a card number are run, and not kept', async () => {
    const text = '{ me { name } } # 4111 1111 1111 1111';
    expect((await gateway.post(registering(text))).body.data).toEqual({ me: { name: 'Ada' } });
    expect(codeIn(await foundBy(gateway, text))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('are found by GET too, where caches could keep them', async () => {
    await gateway.post(registering(query));
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

  it('are not stored when they are invalid', async () => {
    await gateway.post(registering('{ nobody }'));
    expect(codeIn(await gateway.post(byHash(hashOf('{ nobody }'))))).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
  });

  it('are not stored beyond 20 kB of UTF-8', async () => {
    const longest = ofBytes(20_000);
    const oneMore = ofBytes(20_001);
    // 15,000 characters, 30,000 bytes.
    const wide = `{ nothing } #${'é'.repeat(15_000)}`;
    for (const text of [longest, oneMore, wide]) {
      expect((await gateway.post(registering(text))).body.data).toEqual({ nothing: null });
    }
    expect((await foundBy(gateway, longest)).body.data).toEqual({ nothing: null });
    for (const text of [oneMore, wide]) {
      expect(codeIn(await foundBy(gateway, text))).toBe('PERSISTED_QUERY_NOT_FOUND');
    }
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

describe('registered operations', () => {
  const folder = folderForFile();
  const file = path.join(folder, 'manifest.json');
  const text = 'query Mine { me { name } }';
  const write = (id: string, body = text) =>
    writeFileSync(
      file,
      JSON.stringify({
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: [{ id, name: 'Mine', type: 'query', body }],
      }),
    );
  const mine = { data: { me: { name: 'Ada' } } };
  const clients = { console: 'registered', workshop: 'any' };

  write(hashOf(text));
  const persistedOperations = { manifest: file, clients };
  const gateway = gatewayForFile({ configuration: { graphql: { persistedOperations } } });

  const as = (name: string) => ({ 'apollographql-client-name': name });

  it('are found by their id without ever having been sent', async () => {
    expect((await gateway.post(byHash(hashOf(text)))).body).toMatchObject(mine);
    expect((await gateway.post(byHash(hashOf(text)), as('console'))).body).toMatchObject(mine);
  });

  it('are found by GET too', async () => {
    const { extensions } = byHash(hashOf(text));
    const search = `extensions=${encodeURIComponent(JSON.stringify(extensions))}`;
    const headers = { ...as('console'), 'apollo-require-preflight': 'true' };
    const response = await fetch(`${gateway.url}/graphql?${search}`, { headers });
    expect(await response.json()).toMatchObject(mine);
  });

  it('may be sent as text', async () => {
    expect((await gateway.post({ query: text }, as('console'))).body).toMatchObject(mine);
    expect((await gateway.post(registering(text), as('console'))).body).toMatchObject(mine);
  });

  it.each([
    ['a text of its own', { query }],
    ['one that differs by a space', { query: `${text} ` }],
    ['a text under its hash', registering(query)],
    ['a text under the hash of a registered one', { query, ...byHash(hashOf(text)) }],
    ['a hash that is not registered', byHash(hashOf(query))],
    ['no operation', {}],
    ['nothing', 'null'],
  ])('are all that a client on the list may send: %s is refused', async (_what, body) => {
    const answer = await gateway.post(body, as('console'));
    expect([answer.status, codeIn(answer)]).toEqual([400, 'PERSISTED_QUERY_REQUIRED']);
    expect(answer.body.errors?.[0]?.extensions.requestId).toBe(answer.headers.get('x-request-id'));
  });

  it('do not prevent others from sending any operation', async () => {
    expect((await gateway.post({ query })).body).toMatchObject(mine);
    expect((await gateway.post({ query }, as('workshop'))).body).toMatchObject(mine);
    expect((await gateway.post({ query }, as('__proto__'))).body).toMatchObject(mine);
  });

  it('may be the only operations of clients without a known name', async () => {
    const persistedOperations = { manifest: file, default: 'registered', clients };
    await using strict = await testGateway({ configuration: { graphql: { persistedOperations } } });
    for (const headers of [{}, as('unknown'), as('__proto__'), as('')]) {
      expect(codeIn(await strict.post({ query }, headers))).toBe('PERSISTED_QUERY_REQUIRED');
      expect((await strict.post(byHash(hashOf(text)), headers)).body).toMatchObject(mine);
    }
    expect((await strict.post({ query }, as('workshop'))).body).toMatchObject(mine);
  });

  it.each([
    ['is not there', () => rmSync(file)],
    ['is no JSON', () => writeFileSync(file, 'operations:')],
    ['is of another format', () => writeFileSync(file, '{"format":"other"}')],
    ['has an id that is no SHA-256 of its text', () => write('mine')],
  ])('stop the start when their list %s', async (_what, spoil) => {
    spoil();
    const persistedOperations = { manifest: file };
    await expect(
      testGateway({ configuration: { graphql: { persistedOperations } } }),
    ).rejects.toThrow('graphql.persistedOperations.manifest');
  });
});

describe.skipIf(!redisAvailable)('persisted operations in Redis', () => {
  const redis = openForFile(createTestRedis);

  it('are known to every gateway, for a day', async () => {
    const [first, second] = await Promise.all([
      testGateway({ redis: redis.redis }),
      testGateway({ redis: redis.redis }),
    ]);
    try {
      await first.post(registering(query));
      expect((await foundBy(second, query)).body.data).toEqual({ me: { name: 'Ada' } });
      const seconds = await redis.redis.ttl(`apq:${hashOf(query)}`);
      expect(seconds).toBeGreaterThan(86_000);
      expect(seconds).toBeLessThanOrEqual(86_400);
    } finally {
      await first.stop();
      await second.stop();
    }
  });

  it('are limited in bytes altogether: the oldest go first', async () => {
    const own = await createTestRedis();
    const gateway = await testGateway({ redis: own.redis });
    const [oldest, newer] = ['{ me { id } } #1', '{ me { id } } #2'];
    try {
      // Others have filled the 20 MB, but for these two, which are older.
      await gateway.post(registering(oldest));
      await gateway.post(registering(newer));
      const used = Number(await own.redis.get('apq-bytes'));
      expect(used).toBe(2 * (oldest.length + 256));
      const rest = 20_000_000 - used;
      await own.redis.zadd('apq-index', Date.now(), `${hashOf('others')}:${rest}`);
      await own.redis.incrby('apq-bytes', rest);
      await gateway.post(registering(ofBytes(100)));
      expect(await own.redis.exists(`apq:${hashOf(oldest)}`)).toBe(0);
      expect(await own.redis.exists(`apq:${hashOf(newer)}`)).toBe(0);
      expect((await foundBy(gateway, ofBytes(100))).body.data).toEqual({ nothing: null });
      expect(Number(await own.redis.get('apq-bytes'))).toBe(rest + 356);
      expect(await own.redis.zcard('apq-index')).toBe(2);
    } finally {
      await gateway.stop();
      await own.close();
    }
  });

  it('are not run when the text in Redis does not match the hash', async () => {
    await using gateway = await testGateway({ redis: redis.redis });
    const text = '{ me { id } }';
    await gateway.post(registering(text));
    expect((await foundBy(gateway, text)).status).toBe(200);
    await redis.redis.set(`apq:${hashOf(text)}`, '{ nothing }');
    expect(codeIn(await foundBy(gateway, text))).toBe('PERSISTED_QUERY_NOT_FOUND');
    // Sent again, it is what it was.
    await gateway.post(registering(text));
    expect((await foundBy(gateway, text)).body.data).toHaveProperty('me.id');
  });

  it('are not found while Redis is down: clients send the text', async () => {
    const own = await createTestRedis();
    await using gateway = await testGateway({ redis: own.redis });
    own.redis.disconnect();
    expect(codeIn(await gateway.post(byHash(hashOf(query))))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect((await gateway.post(registering(query))).body.data).toEqual({ me: { name: 'Ada' } });
  });
});
