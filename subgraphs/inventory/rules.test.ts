import 'reflect-metadata';
import { parse, visit } from 'graphql';
import { describe, expect, it } from 'vitest';
import { subgraphSdl } from '../../platform/graphql/federated-schema';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { openForFile } from '../../platform/testing/open-for-file';
import { operations, orphanedTypes } from './operations';
import { rules } from './rules';
import { anonymous, stockRoom } from './testing/stock-room';

const room = openForFile(stockRoom);

const sdl = subgraphSdl({
  resolvers: operations,
  orphanedTypes,
  rateLimits: fieldRateLimits(null, {}),
});

function fieldsOf(type: string): string[] {
  const fields: string[] = [];
  visit(parse(sdl), {
    ObjectTypeDefinition: (node) => {
      if (node.name.value === type) fields.push(...(node.fields ?? []).map((f) => f.name.value));
    },
  });
  return fields.sort();
}

describe('the rules', () => {
  it.each(['Query', 'Mutation'] as const)('name every field of %s', (type) => {
    expect(Object.keys(rules[type]).sort()).toEqual(fieldsOf(type));
  });

  it('name no field that is not there', () => {
    for (const [type, fields] of Object.entries(rules)) {
      expect(fieldsOf(type)).toEqual(expect.arrayContaining(Object.keys(fields)));
    }
  });

  it.each([
    '{ warehouses { code } }',
    '{ stockMovements(sku: "A") { edges { cursor } } }',
    '{ lowStock { totalCount } }',
    'mutation { upsertProducts(input: []) { accepted } }',
    'mutation { updateProduct(input: { sku: "A", version: 1 }) { __typename } }',
    'mutation { adjustStock(input: [], idempotencyKey: "12345678") { __typename } }',
  ])('are in force: %s', async (query) => {
    const { codes } = await room.ask(anonymous, query);
    expect(codes).toEqual(['UNAUTHENTICATED']);
  });
});
