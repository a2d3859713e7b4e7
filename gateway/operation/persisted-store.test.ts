import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestRedis, redisAvailable, type TestRedis } from '../../platform/testing/redis';
import { codeIn, type TestGateway, testGateway } from '../testing/running-gateway';

const byHash = (text: string) => {
  const sha256Hash = createHash('sha256').update(text).digest('hex');
  return { extensions: { persistedQuery: { version: 1, sha256Hash } } };
};
const registering = (text: string) => ({ query: text, ...byHash(text) });
const foundBy = (gateway: TestGateway, text: string) => gateway.post(byHash(text));
/** A valid operation of that many bytes. */
const ofBytes = (bytes: number, note: string) => `{ nothing } #${note}`.padEnd(bytes, ' ');

describe.each([
  ['in memory', false],
  ['in Redis', true],
])('the quota of an account %s', (_where, inRedis) => {
  let redis: TestRedis | null = null;
  let gateway: TestGateway;
  beforeAll(async () => {
    if (inRedis && redisAvailable) redis = await createTestRedis();
    gateway = await testGateway({ redis: redis?.redis ?? null });
  });
  afterAll(async () => {
    await gateway.stop();
    await redis?.close();
  });

  const isKept = async (text: string) => codeIn(await foundBy(gateway, text)) === undefined;

  it.skipIf(inRedis && !redisAvailable)(
    'is 1 MB of new texts a day, overhead included',
    async () => {
      // 49 × (20,000 + 256) bytes fit into 1,000,000, the 50th does not.
      const texts = Array.from({ length: 50 }, (_, index) => ofBytes(20_000, `long ${index}`));
      for (const text of texts) await gateway.post(registering(text));
      expect(await isKept(texts[48] as string)).toBe(true);
      expect(await isKept(texts[49] as string)).toBe(false);
      const authorization = `Bearer ${gateway.token()}`;
      await gateway.post(registering(texts[49] as string), { authorization });
      expect(await isKept(texts[49] as string)).toBe(true);
    },
  );

  it.skipIf(inRedis && !redisAvailable)('is 200 new texts a day', async () => {
    const authorization = `Bearer ${gateway.token('018f3a3e-5b7c-7d1a-9e4f-000000000003')}`;
    const texts = Array.from({ length: 201 }, (_, index) => ofBytes(30, `short ${index}`));
    for (const text of texts) await gateway.post(registering(text), { authorization });
    // What is kept already takes nothing.
    await gateway.post(registering(texts[0] as string), { authorization });
    expect(await isKept(texts[199] as string)).toBe(true);
    expect(await isKept(texts[200] as string)).toBe(false);
  });
});
