import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { codeIn, type TestAnswer, type TestGateway, testGateway } from '../testing/running-gateway';

const rate = {
  anonymousPerMinute: 3,
  userPerMinute: 3,
  signInsPerMinute: 2,
  refreshesPerMinute: 2,
  costPerField: 10,
};
const query = '{ nothing }';
const login = 'mutation { login }';
const refresh = 'mutation { refreshSession }';
const allHeaders = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'];

let gateway: TestGateway;
async function restart(changed: object = {}): Promise<void> {
  await gateway?.stop();
  gateway = await testGateway({ configuration: { limits: { rate: { ...rate, ...changed } } } });
}
beforeEach(() => restart());
afterAll(() => gateway.stop());

const as = () => ({ authorization: `Bearer ${gateway.token()}` });
const useUp = async (headers = {}) => {
  for (let sent = 0; sent < 3; sent += 1) await gateway.post({ query }, headers);
};
/** Refused before there was an operation. */
async function refusedAtTheDoor(): Promise<number> {
  const { values = [] } =
    (await gateway.registry.getSingleMetric('gateway_refusals_total')?.get()) ?? {};
  return values.find(({ labels }) => labels.code === 'RATE_LIMITED')?.value ?? 0;
}

describe('a caller past the limit', () => {
  it.each([
    ['anonymous', () => ({})],
    ['signed in', as],
  ])('is refused before its text is parsed: %s', async (_who, headers) => {
    await useUp(headers());
    for (const text of [query, '{', '{ __typename }']) {
      const answer = await gateway.post({ query: text }, headers());
      expect([answer.status, codeIn(answer)]).toEqual([429, 'RATE_LIMITED']);
      for (const name of allHeaders) expect(answer.headers.get(name)).toMatch(/^\d+$/);
      expect(answer.headers.get('ratelimit')).toMatch(/^"default";r=0;t=\d+$/);
      expect(answer.headers.get('ratelimit-policy')).toBe('"default";q=3;w=60');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(await refusedAtTheDoor()).toBe(3);
  });

  it('is refused before reading a body that is too long for a sign-in', async () => {
    await useUp();
    const answer = await gateway.post(`login ${'no JSON '.repeat(2_000)}`);
    expect([answer.status, codeIn(answer)]).toEqual([429, 'RATE_LIMITED']);
  });

  it('is refused before reading a body without a length', async () => {
    await useUp();
    const body = new Blob(['login, and no JSON']).stream();
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    expect((await fetch(`${gateway.url}/graphql`, init)).status).toBe(429);
  });

  it('may still sign in and refresh, which have their own counters', async () => {
    await restart({ costPerField: 50 });
    await useUp();
    for (const text of [login, refresh]) {
      for (let sent = 1; sent <= 2; sent += 1) {
        const { status, headers } = await gateway.post({ query: text });
        expect(status).toBe(200);
        expect(headers.get('x-ratelimit-remaining')).toBe(String(2 - sent));
      }
      const answer = await gateway.post({ query: text });
      expect([answer.status, codeIn(answer)]).toEqual([429, 'RATE_LIMITED']);
    }
    // Now no body is read at all.
    expect((await gateway.post('no JSON')).status).toBe(429);
  });

  it('uses up its sign-ins with requests that only look like one', async () => {
    await useUp();
    for (const text of ['{ nothing } # login', '{ login', '{ nothing } # refreshSession']) {
      expect((await gateway.post({ query: text })).status).toBe(429);
    }
    expect((await gateway.post({ query: login })).status).toBe(429);
    expect((await gateway.post({ query: refresh })).status).toBe(429);
  });
});

describe('sign-ins', () => {
  it('leave the counter of the address as it is', async () => {
    await gateway.post({ query: login });
    const { headers } = await gateway.post({ query });
    expect(headers.get('x-ratelimit-remaining')).toBe('2');
  });

  it('are counted by network address, even with a signed-in user', async () => {
    for (let sent = 0; sent < 2; sent += 1) await gateway.post({ query: login });
    expect((await gateway.post({ query: login }, as())).status).toBe(429);
    expect((await gateway.post({ query }, as())).status).toBe(200);
  });

  it('beside other fields use up both counters', async () => {
    await restart({ costPerField: 50 });
    await gateway.post({ query: 'mutation { login hang: greet(email: "a@example.com") }' });
    const { headers } = await gateway.post({ query });
    expect(headers.get('x-ratelimit-remaining')).toBe('1');
    await gateway.post({ query: login });
    expect((await gateway.post({ query: login })).status).toBe(429);
  });
});

describe('cost', () => {
  const page = '{ products(first: 20) { pageInfo { hasNextPage } } }';
  it('is counted too: so many points for each allowed field', async () => {
    const first = await gateway.post({ query: page });
    // 20 of 30 points leave less than 1 of 3 fields.
    expect(first.headers.get('x-ratelimit-limit')).toBe('30');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('10');
    expect(first.headers.get('ratelimit')).toMatch(/^"default-cost";r=10;t=\d+$/);
    expect(first.headers.get('ratelimit-policy')).toBe('"default-cost";q=30;w=60');
    const second = await gateway.post({ query: page });
    expect([second.status, codeIn(second)]).toEqual([429, 'RATE_LIMITED']);
    expect((await gateway.post({ query })).status).toBe(429);
  });
});

describe('an answer', () => {
  // A plain list costs 10 points, which pay for 80 objects.
  const copies = (count: number) => `{ copies(count: ${count}, name: "x") { sku } }`;
  const points = 10_000;
  const pointsLeft = ({ headers }: TestAnswer) => Number(headers.get('x-ratelimit-remaining'));

  it.each([
    [80, 10, 'ok'],
    [81, 11, 'ok'],
    [110, 14, 'ok'],
    [1_000, 125, 'ok'],
    // Refused for its size, it is charged as one and a half of the largest.
    [20_001, 3_750, 'OPERATION_TOO_COMPLEX'],
  ])(
    'of %i objects is charged %i points, whatever its cost: %s',
    async (objects, charged, code) => {
      const wide = { anonymousPerMinute: points, costPerField: 1 };
      await using roomy = await testGateway({ configuration: { limits: { rate: wide } } });
      const answer = await roomy.post({ query: copies(objects) });
      expect(codeIn(answer) ?? 'ok').toBe(code);
      expect(answer.body.extensions?.cost).toEqual({ requested: 10, budget: 2000 });
      expect(pointsLeft(answer)).toBe(points - 10);
      expect(pointsLeft(await roomy.post({ query }))).toBe(points - charged - 1);
    },
  );

  it('that is refused for its bytes is charged as 15 MB', async () => {
    const wide = { anonymousPerMinute: points, costPerField: 1 };
    await using roomy = await testGateway({ configuration: { limits: { rate: wide } } });
    const long = 'query ($name: String!) { copies(count: 5000, name: $name) { name } }';
    const variables = { name: 'x'.repeat(2_100) };
    const answer = await roomy.post({ query: long, variables });
    expect(codeIn(answer)).toBe('OPERATION_TOO_COMPLEX');
    expect(answer.body.errors?.[0]?.message).toContain('bytes');
    expect(pointsLeft(await roomy.post({ query }))).toBe(points - 7_500 - 1);
  });

  it('beyond the remaining points is complete, and the next request is refused', async () => {
    const large = await gateway.post({ query: copies(400) });
    expect(large.status).toBe(200);
    expect(large.body.data?.copies).toHaveLength(400);
    const refused = await gateway.post({ query });
    expect([refused.status, codeIn(refused)]).toEqual([429, 'RATE_LIMITED']);
    expect(refused.headers.get('ratelimit')).toMatch(/^"default-cost";r=0;t=\d+$/);
    expect(await refusedAtTheDoor()).toBe(1);
  });
});

it('what a request sends is charged before it is executed, however it is refused', async () => {
  const answer = await gateway.post({ query, variables: { unknown: Array(110).fill(0) } });
  expect(answer.headers.get('ratelimit')).toMatch(/^"default-cost";r=9;t=\d+$/);
  const long = await gateway.post({ query, variables: { unknown: Array(1_000).fill(0) } });
  expect([long.status, codeIn(long)]).toEqual([429, 'RATE_LIMITED']);
});

it('a mutation is charged 16 points for each root field, and 1 that its cost shows', async () => {
  const rates = { anonymousPerMinute: 1_000, costPerField: 1 };
  await using roomy = await testGateway({
    configuration: { limits: { rate: { ...rate, ...rates } } },
  });
  const greet = 'greet(email: "a@example.com")';
  const answer = await roomy.post({ query: `mutation { a: ${greet} b: ${greet} }` });
  expect(answer.body.extensions?.cost).toMatchObject({ requested: 2 });
  expect(answer.headers.get('x-ratelimit-remaining')).toBe(String(1_000 - 2 * 17));
});

describe('a body', () => {
  // Past the first 10,000 bytes: 1 point for each 2,000, and for what is begun of them.
  const text = 'x'.repeat(49_900);
  const pointsOfText = 20;

  it.each([
    ['of an operation with long variables', { query, variables: { text } }],
    ['of an operation that is refused', { query: `{ # ${text}` }],
    ['that is no JSON', text],
  ])('%s is charged by its length', async (_which, body) => {
    const rates = { anonymousPerMinute: 1_000, costPerField: 1 };
    await using roomy = await testGateway({
      configuration: { limits: { rate: { ...rate, ...rates } } },
    });
    await roomy.post(body);
    const { headers } = await roomy.post({ query });
    const left = 1_000 - 1 - pointsOfText - 1;
    expect(headers.get('x-ratelimit-remaining')).toBe(String(left));
  });
});

it('a new text of more than 300 characters is charged once, and only when it is valid', async () => {
  const wide = { anonymousPerMinute: 10_000, costPerField: 1 };
  await using roomy = await testGateway({ configuration: { limits: { rate: wide } } });
  const left = async (text: string) => {
    const { headers } = await roomy.post({ query: text });
    return Number(headers.get('x-ratelimit-remaining'));
  };
  const long = (characters: number) => `${query} #`.padEnd(characters, 'x');
  // Each also costs the point of its field, or of the request.
  expect(await left(long(300))).toBe(9_999);
  expect(await left(long(301))).toBe(9_997);
  expect(await left(long(301))).toBe(9_996);
  expect(await left(long(1_300))).toBe(9_895);
  expect(await left(long(9_000))).toBe(9_694);
  expect(await left('{ unknown } #'.padEnd(9_000, 'x'))).toBe(9_693);
});
