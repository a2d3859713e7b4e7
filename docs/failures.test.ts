import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isObjectType } from 'graphql';
import { expect, test } from 'vitest';

const root = join(__dirname, '..');
const page = readFileSync(join(root, 'docs/failures.md'), 'utf8');
const schema = buildSchema(readFileSync(join(root, 'gateway/api.graphql'), 'utf8'));

test('every outcome of the API has its row', () => {
  const outcomes = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'UserError')
      ? [type.name]
      : [],
  );
  const rows = page.matchAll(/^\| `[A-Z_]+` \| (\w+Error) \|/gm);
  expect(outcomes.length).toBeGreaterThan(10);
  expect([...rows].map(([, type]) => type).sort()).toEqual(outcomes.sort());
});

test('every code of a rejected row is explained', () => {
  const row = schema.getType('RejectedRow');
  const description = isObjectType(row) ? (row.getFields()['code']?.description ?? '') : '';
  const named = description.match(/[A-Z]+_[A-Z_]+/g) ?? [];
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});
