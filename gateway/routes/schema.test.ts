import { buildSchema, isAbstractType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { gatewayForFile, testGateway } from '../testing/running-gateway';

const path = '/graphql/schema.graphql';

describe('the schema as a text', () => {
  const gateway = gatewayForFile({ configuration: { environment: 'development' } });

  const get = (headers: Record<string, string> = {}) => fetch(gateway.url + path, { headers });

  it('is SDL of the whole API, live updates included', async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const schema = buildSchema(await response.text());
    expect(schema.description).toBeTruthy();
    expect(schema.getSubscriptionType()?.getFields()).toHaveProperty('orderUpdated');
    expect(schema.getType('EmailAddress')).toMatchObject({
      specifiedByURL: expect.stringContaining('https://html.spec.whatwg.org/'),
    });
  });

  it('has the members of its unions and interfaces beside it, for caches of clients', async () => {
    const response = await fetch(`${gateway.url}/graphql/possible-types.json`);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const types = (await response.json()) as Record<string, string[]>;
    const schema = buildSchema(await (await get()).text());
    const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
    expect(Object.keys(types).sort()).toEqual(abstract.map(({ name }) => name).sort());
    for (const type of abstract) {
      const names = schema.getPossibleTypes(type).map(({ name }) => name);
      expect(types[type.name]?.toSorted()).toEqual(names.sort());
    }
    const etag = response.headers.get('etag') ?? '';
    const headers = { 'if-none-match': etag };
    const again = await fetch(`${gateway.url}/graphql/possible-types.json`, { headers });
    expect(again.status).toBe(304);
  });

  it('is 304 for a client that has it already', async () => {
    const etag = (await get()).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]+"$/);
    for (const tags of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await get({ 'if-none-match': tags });
      expect([response.status, await response.text()]).toEqual([304, '']);
      expect(response.headers.get('etag')).toBe(etag);
    }
    for (const tags of ['"other"', etag.slice(1, -1), '']) {
      expect((await get({ 'if-none-match': tags })).status).toBe(200);
    }
  });

  it('may be read by pages of the allowed origins', async () => {
    const { headers } = await get({ origin: 'https://sandbox.embed.apollographql.com' });
    expect(headers.get('access-control-allow-origin')).toBe(
      'https://sandbox.embed.apollographql.com',
    );
    expect(headers.get('access-control-expose-headers')).toContain('ETag');
    const other = await get({ origin: 'https://evil.example' });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });
});

it('is not found where introspection is off', async () => {
  await using gateway = await testGateway({ configuration: { graphql: { introspection: false } } });
  for (const at of [path, '/graphql/possible-types.json']) {
    const response = await fetch(gateway.url + at);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'NOT_FOUND', requestId: expect.any(String) } }],
    });
  }
});
