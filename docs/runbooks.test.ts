import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';

const root = join(__dirname, '..');
const schema = buildSchema(readFileSync(join(root, 'gateway/api.graphql'), 'utf8'));

const pages = [
  ...readdirSync(join(__dirname, 'runbooks')).map((file) => `docs/runbooks/${file}`),
  'docs/incidents.md',
];

/** Operations of `ask '…'` in blocks and in sentences. */
const operationsIn = (page: string): string[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/\bask '([^']+)'/g)].map(
    ([, operation = '']) => operation,
  );

const operations = pages.flatMap((page) =>
  operationsIn(page).map((operation) => [page, operation] as const),
);

describe('an operation of a runbook', () => {
  test('is found', () => {
    expect(operations.length).toBeGreaterThan(8);
  });

  test.each(operations)('of %s is in the schema: %s', (_page, operation) => {
    expect(validate(schema, parse(operation)).map(({ message }) => message)).toEqual([]);
  });
});
