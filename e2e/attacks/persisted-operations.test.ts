import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { demoAccount } from '../harness/people';
import { eventually, Shop } from '../harness/shop';

interface Manifest {
  readonly operations: readonly {
    readonly id: string;
    readonly name: string;
    readonly body: string;
  }[];
}

const manifestFile = path.join(repositoryRoot, 'client/persisted-operations.json');
const { operations } = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;

describe('the operations of the client', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.start({
      ORDERPROCESSING_GRAPHQL_PERSISTED_OPERATIONS_CLIENTS: '{ console: registered }',
      // Half of each default limit: what passes here fits into the limits twice.
      ORDERPROCESSING_LIMITS_OPERATION_TOKENS: '500',
      ORDERPROCESSING_LIMITS_OPERATION_DEPTH: '6',
      ORDERPROCESSING_LIMITS_OPERATION_ALIASES: '7',
      ORDERPROCESSING_LIMITS_OPERATION_DIRECTIVES: '2',
      ORDERPROCESSING_LIMITS_OPERATION_ROOT_FIELDS: '5',
      ORDERPROCESSING_LIMITS_OPERATION_COST: '1000',
    });
  });
  afterAll(() => shop?.close());

  const tooLarge = ['OPERATION_TOO_COMPLEX', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED'];

  test.each(operations)('$name is known by its id, and fits twice into the limits', async (one) => {
    const admin = await demoAccount(shop.client, 'admin');
    const extensions = { persistedQuery: { version: 1, sha256Hash: one.id } };
    const variables = { first: 20 };
    const named = { 'apollographql-client-name': 'console' };
    const { errors } = await admin.post({ extensions, variables }, named);
    const codes = errors.map(({ extensions: { code } }) => code);
    // Without its variables an operation may fail, but not before it was found and measured.
    expect(codes.filter((code) => tooLarge.includes(code) || code.startsWith('PERSISTED'))).toEqual(
      [],
    );
  });

  test('are all that a client on the list may send', async () => {
    const named = { 'apollographql-client-name': 'console' };
    const query = '{ products(first: 1) { edges { cursor } } }';
    const refused = await shop.client.post({ query }, named);
    expect(refused.status).toBe(400);
    expect(refused.errors[0]?.extensions.code).toBe('PERSISTED_QUERY_REQUIRED');
    expect((await shop.client.post({ query })).errors).toEqual([]);
    // Each gateway counts its own requests.
    for (const counted of [
      /gateway_persisted_operations_total\{[^}]*result="hit"/,
      /gateway_refusals_total\{[^}]*code="PERSISTED_QUERY_REQUIRED"/,
    ]) {
      await eventually(counted.source, async () =>
        counted.test(await (await fetch(`${shop.url}/metrics`)).text()),
      );
    }
  });
});
