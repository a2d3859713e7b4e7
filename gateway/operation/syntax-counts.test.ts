import { describe, expect, it } from 'vitest';
import { codeIn, gatewayForFile, testGateway } from '../testing/running-gateway';

const gateway = gatewayForFile();
const closed = gatewayForFile({ configuration: { graphql: { introspection: false } } });

const accept = { accept: 'application/graphql-response+json' };
const many = (count: number, of: (place: number) => string) =>
  Array.from({ length: count }, (_, place) => of(place)).join(' ');

describe('the name of an operation', () => {
  it('has at most 100 characters', async () => {
    const answer = await gateway.post({ query: `query ${'N'.repeat(100)} { me { name } }` });
    expect(answer.body.data).toEqual({ me: { name: 'Ada' } });
  });

  it.each([
    ['in the document', { query: `query ${'N'.repeat(101)} { me { name } }` }],
    [
      'of another operation',
      { query: `query A { me { id } } query ${'N'.repeat(101)} { nobody }` },
    ],
    ['in the request', { query: 'query A { me { id } }', operationName: 'N'.repeat(101) }],
    ['that is no name', { query: 'query A { me { id } }', operationName: '😀'.repeat(51) }],
  ])('is BAD_REQUEST 400 beyond, before validation: %s', async (_where, body) => {
    const answer = await gateway.post({ operationName: 'A', ...body });
    expect([answer.status, codeIn(answer)]).toEqual([400, 'BAD_REQUEST']);
    expect(answer.body.errors).toHaveLength(1);
    expect(answer.body.errors?.[0]?.message).toMatch(/has 10[12] characters, 100 are allowed/);
  });

  it('of 90 kB appears in no error', async () => {
    const undefinedVariables = many(60, (place) => `a${place}: product(sku: $v${place}) { sku }`);
    const query = `query ${'N'.repeat(90_000)} { ${undefinedVariables} }`;
    const answer = await gateway.post({ query });
    expect(codeIn(answer)).toBe('BAD_REQUEST');
    expect(JSON.stringify(answer.body).length).toBeLessThan(1_000);
  });
});

describe('errors', () => {
  it('from validation are at most 5, of at most 500 characters', async () => {
    const answer = await gateway.post({ query: `{ ${many(20, (place) => `nobody${place}`)} }` });
    expect(codeIn(answer)).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(answer.body.errors).toHaveLength(5);
    const long = await gateway.post({
      query: `{ ${many(4, (place) => 'n'.repeat(9_000 + place))} }`,
    });
    expect(long.body.errors).toHaveLength(4);
    for (const { message } of long.body.errors ?? []) expect(message).toHaveLength(500);
  });

  it('from execution are at most 10, with one of each root field', async () => {
    const fields = many(9, (place) => `o${place}: order(id: "o${place}") { customer { secret } }`);
    const deep = many(12, (place) => (place === 0 ? 'secret' : `s${place}: secret`));
    const query = `{ order(id: "o") { customer { ${deep} } } ${fields} }`;
    await using raised = await testGateway({
      configuration: { limits: { operation: { aliases: 50, cost: 100_000 } } },
    });
    const { body } = await raised.post({ query });
    expect(body.errors).toHaveLength(10);
    const roots = new Set(body.errors?.map(({ path }) => path?.[0]));
    expect(roots.size).toBe(10);
  });

  it('do not suggest names where introspection is off', async () => {
    for (const query of [
      '{ mee { id } }',
      '{ me { nam } }',
      '{ products(frist: 1) { edges { cursor } } }',
    ]) {
      const { body } = await closed.post({ query });
      expect(body.errors?.[0]?.message).not.toContain('Did you mean');
    }
    expect((await gateway.post({ query: '{ mee { id } }' })).body.errors?.[0]?.message).toContain(
      'Did you mean "me"?',
    );
  });

  it('say that introspection is off', async () => {
    const { body } = await closed.post({ query: '{ __schema { types { name } } }' });
    expect(body.errors).toHaveLength(1);
    expect(body.errors?.[0]?.message).toBe('Introspection is disabled.');
  });
});

describe('OPERATION_TOO_COMPLEX, before validation', () => {
  it.each([
    ['aliases', `{ ${many(16, (place) => `a${place}: nobody`)} }`, '16 aliases, 15'],
    ['fields that repeat', `{ ${many(17, () => 'nobody')} }`, '16 aliases, 15'],
    ['500 copies of a field', `{ ${many(500, () => '__typename')} }`, '499 aliases, 15'],
    ['copies below a field', `{ me { ${many(17, () => 'name')} } }`, '16 aliases, 15'],
    ['aliases that repeat', `{ ${many(16, () => 'a: nobody')} }`, '16 aliases, 15'],
    [
      'aliases of introspection',
      `{ ${many(16, (place) => `a${place}: __typename`)} }`,
      '16 aliases, 15',
    ],
    [
      'aliases below introspection',
      `{ __schema { ${many(16, (place) => `a${place}: types { name }`)} } }`,
      '16 aliases, 15',
    ],
    [
      'aliases in fragments',
      `{ ...F } fragment F on Query { ${many(16, (place) => `a${place}: nobody`)} }`,
      '16 aliases, 15',
    ],
    [
      'aliases in inline fragments',
      `{ ... { ${many(16, (place) => `a${place}: nobody`)} } }`,
      '16 aliases, 15',
    ],
    [
      'fragments that are chained',
      `{ ...F0 } ${many(51, (place) => `fragment F${place} on Query { nobody ...F${place + 1} }`)}`,
      '51 fragments, 50',
    ],
    [
      'unknown directives',
      `{ me ${many(10, (place) => `@unknown${place}`)} { name } }`,
      '10 directives, 5',
    ],
    [
      'directives of the operation',
      `query ${many(6, () => '@a')} { me { name } }`,
      '6 directives, 5',
    ],
    [
      'directives of variables',
      `query ($a: Int ${many(6, () => '@a')}) { me { name } }`,
      '6 directives, 5',
    ],
    [
      'directives of fragments',
      `{ ...F @a } fragment F on Query ${many(5, () => '@a')} { a }`,
      '6 directives, 5',
    ],
  ])('%s', async (_what, query, counted) => {
    const answer = await gateway.post({ query }, accept);
    expect([answer.status, codeIn(answer)]).toEqual([400, 'OPERATION_TOO_COMPLEX']);
    expect(answer.body.errors?.map(({ message }) => message)).toEqual([
      `The operation has ${counted} are allowed.`,
    ]);
  });

  it('accepts 50 chained fragments', async () => {
    const chain = many(49, (place) => `fragment F${place} on Query { ...F${place + 1} }`);
    const query = `{ ...F0 } ${chain} fragment F49 on Query { me { name } }`;
    expect((await gateway.post({ query })).body.data).toEqual({ me: { name: 'Ada' } });
  });

  it('does not count the same field of another selection set', async () => {
    const fragments = many(20, () => '... on Query { me { name } }');
    const { body } = await gateway.post({ query: `{ ${fragments} }` });
    expect(body.data).toEqual({ me: { name: 'Ada' } });
  });
});

describe('the alias __typename', () => {
  it.each([
    '{ order(id: "o1") { lines { __typename: id product { name } } } }',
    '{ me { ...F } } fragment F on User { __typename: name }',
    '{ __typename: me { name } }',
  ])('is refused on another field: %s', async (query) => {
    const answer = await gateway.post({ query }, accept);
    expect([answer.status, codeIn(answer)]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    expect(answer.body.errors?.map(({ message }) => message)).toEqual([
      'The alias "__typename" is reserved. Choose another one.',
    ]);
  });

  it('may be the name of the field itself', async () => {
    const { body } = await gateway.post({
      query: '{ me { __typename: __typename __name: name } }',
    });
    expect(body.data).toEqual({ me: { __typename: 'User', __name: 'Ada' } });
  });
});

describe('the text of an operation', () => {
  const textOf = (bytes: number, filling = 'x') => {
    const query = '{ me { name } } #';
    return query + filling.repeat((bytes - query.length) / Buffer.byteLength(filling));
  };
  const signedIn = () => ({ authorization: `Bearer ${gateway.token()}` });

  it('has at most 100 kB', async () => {
    expect((await gateway.post({ query: textOf(100_000) }, signedIn())).status).toBe(200);
    const answer = await gateway.post({ query: textOf(100_001) }, signedIn());
    expect([answer.status, codeIn(answer)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(answer.body.errors?.[0]?.message).toBe(
      'The text of the operation is larger than 100000 bytes.',
    );
  });

  it('is counted in bytes', async () => {
    const query = textOf(100_017, '😀');
    expect(query.length).toBeLessThan(100_000);
    expect((await gateway.post({ query }, signedIn())).status).toBe(413);
  });

  it('is limited by GET as well', async () => {
    await using small = await testGateway({
      configuration: { limits: { operation: { textBytes: 1_000 } } },
    });
    const headers = { 'apollo-require-preflight': 'true' };
    const get = (bytes: number) =>
      fetch(`${small.url}/graphql?query=${encodeURIComponent(textOf(bytes))}`, { headers });
    expect((await get(1_000)).status).toBe(200);
    expect((await get(1_001)).status).toBe(413);
  });
});
