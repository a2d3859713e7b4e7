import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  printSchema,
} from 'graphql';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../platform/process/repository-root';
import { Shop } from './harness/shop';

/** GraphQL over HTTP as the working group's own audits understand it; introspection is on. */

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.start();
});
afterAll(() => shop?.close());

/** What a server MAY do stays out: forms, and GET from any page, are what the CSRF guard is for. */
const audits = serverAudits({ url: () => `${shop.url}/graphql` }).filter(
  ({ name }) => !name.startsWith('MAY'),
);
const level = (word: string) => audits.filter(({ name }) => name.startsWith(word));

describe('GraphQL over HTTP', () => {
  test('has 13 things that a server MUST do and 23 that it SHOULD', () => {
    expect([level('MUST').length, level('SHOULD').length]).toEqual([13, 23]);
  });

  test.each(audits.map((audit) => ({ name: audit.name, audit })))('$name', async ({ audit }) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
  });
});

describe('the schema for tools', () => {
  const committed = readFileSync(path.join(repositoryRoot, 'gateway/api.graphql'), 'utf8');
  const query = getIntrospectionQuery({
    ...{ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true },
    ...{ inputValueDeprecation: true, oneOf: true },
  });

  test('introspection describes the whole API, and fits into an answer', async () => {
    const { data, errors, extensions } = await shop.client.post({ query });
    expect(errors).toEqual([]);
    expect(extensions).toMatchObject({ cost: { requested: 0 } });
    expect(`${printSchema(buildClientSchema(data as IntrospectionQuery))}\n`).toBe(committed);
  });

  test('the file is the same as the committed one', async () => {
    const response = await fetch(`${shop.url}/graphql/schema.graphql`);
    expect(await response.text()).toBe(committed);
  });
});
