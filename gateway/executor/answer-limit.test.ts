import { describe, expect, test } from 'vitest';
import { gatewayForFile, type TestGateway } from '../testing/running-gateway';

const graphqlResponse = { accept: 'application/graphql-response+json' };

describe.each(['compiled', 'apollo'])('an answer of the %s executor', (executor) => {
  const gateway = gatewayForFile({ configuration: { gateway: { executor } } });

  const ask = (query: string, variables: Record<string, unknown>) =>
    gateway.post({ query, variables }, graphqlResponse);

  const expectRefused = ({ status, body }: Awaited<ReturnType<TestGateway['post']>>) => {
    expect(status).toBe(200);
    expect(body.data).toBeNull();
    expect(body.errors).toEqual([
      {
        message: expect.stringContaining('Ask for shorter pages or fewer fields.'),
        extensions: {
          code: 'OPERATION_TOO_COMPLEX',
          docUrl: expect.any(String),
          requestId: expect.any(String),
        },
      },
    ]);
  };

  // A product with its price is two objects.
  const copies = 'query ($n: Int!) { copies(count: $n, name: "x") { sku price { amount } } }';

  test('holds 20,000 objects, and one more is refused by the subgraph', async () => {
    const { status, body } = await ask(copies, { n: 10_000 });
    expect(status).toBe(200);
    expect(body.errors).toBeUndefined();
    expect(body.data?.copies).toHaveLength(10_000);
    expectRefused(await ask(copies, { n: 10_001 }));
  });

  test('counts the objects of all its fetches', async () => {
    const both =
      'query ($n: Int!) { copies(count: $n, name: "x") { sku } people(count: $n) { id } }';
    expect((await ask(both, { n: 10_000 })).body.errors).toBeUndefined();
    expectRefused(await ask(both, { n: 10_001 }));
  });

  test('has 10 MB, counted in bytes and not in characters', async () => {
    const named = 'query ($n: Int!, $name: String!) { copies(count: $n, name: $name) { name } }';
    const latin = { name: 'x'.repeat(1_000) };
    expect((await ask(named, { ...latin, n: 9_000 })).body.errors).toBeUndefined();
    expectRefused(await ask(named, { ...latin, n: 10_000 }));
    // Three bytes each in UTF-8.
    const chinese = { name: '\u4e00'.repeat(1_000) };
    expect((await ask(named, { ...chinese, n: 3_000 })).body.errors).toBeUndefined();
    expectRefused(await ask(named, { ...chinese, n: 4_000 }));
  });

  test('of a mutation is refused as well', async () => {
    expectRefused(await ask('mutation ($n: Int!) { invite(count: $n) { id } }', { n: 20_001 }));
  });
});
