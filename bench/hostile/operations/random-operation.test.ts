import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../../config/schema';
import { Random } from '../../../platform/testing/random';
import type { Known } from './known';
import { type Operation, randomOperation } from './random-operation';
import type { Asker } from './roots';

const schema = buildSchema(readFileSync('gateway/api.graphql', 'utf8'));
const limits = parseConfiguration({ environment: 'test' }).limits.operation;
const askers: readonly Asker[] = ['NOBODY', 'CUSTOMER', 'PARTNER', 'SUPPORT', 'WAREHOUSE', 'ADMIN'];

const known: Known = {
  orderIds: ['018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f'],
  orderNumbers: ['LRG-0000-0001'],
  skus: Array.from({ length: 1_000 }, (_, place) => `GEN-${place}`),
  userIds: ['018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e80'],
  warehouses: ['BER'],
  endpointIds: [],
  deliveryIds: [],
  keyIds: [],
  addressIds: [],
  subjects: ['Order:1'],
  cursors: { orders: ['a cursor'] },
  words: ['mug'],
};

function operations(seed: number, count: number): Operation[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, place) => {
    const asker = askers[place % askers.length] ?? 'NOBODY';
    return randomOperation({ schema, random, known, asker, limits });
  });
}

/** The depth of fields, without expanding fragments. */
const tokensOf = (text: string): number => {
  let [token, count] = [parse(text).loc?.startToken ?? null, 0];
  for (; token; token = token.next)
    if (token.kind !== '<SOF>' && token.kind !== '<EOF>') count += 1;
  return count;
};

describe('random operations', () => {
  const written = operations(1, 300);

  test('are valid', () => {
    for (const { query } of written) expect(validate(schema, parse(query)), query).toEqual([]);
  });

  test('stay within the limits of the contract', () => {
    for (const { query, cost } of written) {
      expect(cost).toBeLessThanOrEqual(2_000);
      expect(tokensOf(query)).toBeLessThanOrEqual(1_000);
      expect(Buffer.byteLength(query)).toBeLessThanOrEqual(100_000);
      expect(query.match(/\b\w+: \w+(?=[ (]*[({])/g)?.length ?? 0).toBeLessThanOrEqual(15);
    }
  });

  test('fit into a body', () => {
    for (const { query, variables } of written) {
      expect(Buffer.byteLength(JSON.stringify({ query, variables }))).toBeLessThan(1_000_000);
    }
  });

  test('are often large: every fourth costs more than half of the limit', () => {
    const large = written.filter(({ cost }) => cost > 1_000);
    expect(large.length).toBeGreaterThan(written.length / 4);
  });

  test('reach every query of the schema', () => {
    const all = written.map(({ query }) => query).join('\n');
    for (const field of ['orders', 'products', 'users', 'auditLog', 'webhookEndpoints', 'me']) {
      expect(all).toContain(field);
    }
  });

  test('are the same for the same seed, and differ for another', () => {
    expect(operations(7, 30)).toEqual(operations(7, 30));
    expect(operations(8, 30)).not.toEqual(operations(7, 30));
  });
});
