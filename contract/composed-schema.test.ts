import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { expect, test } from 'vitest';
import { shortfalls, shortfallText } from './compare';

const root = resolve(__dirname, '..');

function schemaOf(path: string): GraphQLSchema {
  return buildSchema(readFileSync(resolve(root, path), 'utf8'));
}

test('the composed API schema contains the whole contract', () => {
  const found = shortfalls(schemaOf('contract/api.graphql'), schemaOf('gateway/api.graphql'));
  expect(found.map(shortfallText)).toEqual([]);
});
