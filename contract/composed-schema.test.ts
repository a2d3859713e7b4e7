import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { judge, shortfalls, shortfallText } from './compare';
import { stillToCome } from './still-to-come';

const root = resolve(__dirname, '..');

function schemaOf(path: string): GraphQLSchema {
  return buildSchema(readFileSync(resolve(root, path), 'utf8'));
}

describe('the composed API schema', () => {
  const contract = schemaOf('contract/api.graphql');

  test('contains the contract, except for what is still to come', () => {
    const found = shortfalls(contract, schemaOf('gateway/api.graphql'));
    expect(judge(found, stillToCome).unexcused.map(shortfallText)).toEqual([]);
  });

  test('has nothing yet of what is said to be still to come', () => {
    const found = shortfalls(contract, schemaOf('gateway/api.graphql'));
    expect(judge(found, stillToCome).stale).toEqual([]);
  });
});

test('nothing is said twice to be still to come', () => {
  expect(stillToCome).toEqual([...new Set(stillToCome)].sort());
});
