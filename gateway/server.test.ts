import { describe, expect, it } from 'vitest';
import { gatewayForFile, testUserId } from './testing/running-gateway';

const gateway = gatewayForFile();

describe('an operation', () => {
  it('is answered from several subgraphs, with entities across them', async () => {
    const query = '{ order(id: "o1") { id customer { name } lines { product { name } } } }';
    const { status, body } = await gateway.post({ query });
    expect(status).toBe(200);
    expect(body.data).toEqual({
      order: {
        id: 'o1',
        customer: { name: 'Ada' },
        lines: [{ product: { name: 'Product a' } }, { product: null }],
      },
    });
    expect(body.errors).toBeUndefined();
  });

  it('may be sent by GET if it is a query', async () => {
    const url = `${gateway.url}/graphql?query=${encodeURIComponent('{ me { name } }')}`;
    const response = await fetch(url, { headers: { 'apollo-require-preflight': 'true' } });
    expect(await response.json()).toMatchObject({ data: { me: { name: 'Ada' } } });
  });

  it('has its cost in the response', async () => {
    const { body } = await gateway.post({ query: '{ me { name } }' });
    expect(body.extensions).toEqual({ cost: { requested: 1, budget: 2000 } });
  });

  it('passes viewer and request id to the subgraphs', async () => {
    const headers = { authorization: `Bearer ${gateway.token()}`, 'x-request-id': 'my-request-1' };
    const { body } = await gateway.post({ query: '{ whoAmI }' }, headers);
    expect(JSON.parse(String(body.data?.whoAmI))).toEqual({
      viewer: {
        kind: 'user',
        userId: testUserId,
        roles: ['CUSTOMER'],
        address: '127.0.0.1',
        generation: 0,
      },
      requestId: 'my-request-1',
    });
  });

  it('may introspect the schema, free of cost, outside production', async () => {
    const query =
      '{ __schema { types { fields { type { ofType { ofType { ofType { name } } } } } } } }';
    const { status, body } = await gateway.post({ query });
    expect(status).toBe(200);
    expect(body.extensions?.cost?.requested).toBe(0);
  });
});
