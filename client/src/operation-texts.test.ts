import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {
  buildSchema,
  isInputObjectType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { operationOf } from './document';
import * as operations from './generated/operations';
import { keyedMutations } from './idempotency';
import { sha256 } from './sha256';

const root = path.join(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const schema = buildSchema(read('gateway/api.graphql'), { assumeValidSDL: true });
const manifest = JSON.parse(read('client/persisted-operations.json')) as {
  readonly operations: readonly {
    readonly id: string;
    readonly name: string;
    readonly body: string;
  }[];
};
const registered = new Map(manifest.operations.map((operation) => [operation.name, operation]));

/** What a parser of GraphQL says. */
function parsedByGraphql(text: string) {
  const found = parse(text).definitions.filter(
    (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
  );
  const [first] = found;
  const selections = first?.selectionSet.selections ?? [];
  const fields = selections.map((each) => (each.kind === Kind.FIELD ? each.name.value : null));
  return {
    text,
    kind: first?.operation,
    name: first?.name?.value,
    rootFields: found.length > 1 || fields.includes(null) ? null : fields,
  };
}

describe.each(Object.entries(operations))('%s', (name, document) => {
  const text = document.toString();

  test('is registered under its hash, and valid', () => {
    expect(registered.get(name)).toMatchObject({ id: sha256(text), body: text });
    expect(validate(schema, parse(text))).toEqual([]);
  });

  test('is understood as by a parser of GraphQL', () => {
    expect(operationOf(document)).toMatchObject(parsedByGraphql(text));
  });
});

test.each([
  '{ me { id } }',
  'query { me { id } products(first: 2, filter: {search: "} mutation {"}) { totalCount } }',
  'query Q($a: [ID!]! = ["x"], $b: ProductFilter = {search: "{"}) @live { own: me @include(if: true) { id } }',
  'fragment F on User { id } query Q { me { ...F } }',
  '# mutation {\nmutation M { logoutEverywhere }',
  'mutation M { one: cancelOrder(id: "1", reason: """a "quoted" } { reason""") { __typename } }',
  'query Q { ...R } fragment R on Query { me { id } }',
  'query A { me { id } } query B { me { id } }',
  'subscription S($id: ID!) { orderUpdated(id: $id) { id } }',
])('%s is understood as by a parser of GraphQL', (text) => {
  expect(operationOf(text)).toMatchObject(parsedByGraphql(text));
});

test('every mutation with an idempotency key is known, and where the key is', () => {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  const found = fields.flatMap(({ name, args }): [string, string | null][] => {
    if (args.some((argument) => argument.name === 'idempotencyKey')) return [[name, null]];
    return args.flatMap((argument) => {
      const type = isNonNullType(argument.type) ? argument.type.ofType : argument.type;
      const isKeyed = isInputObjectType(type) && 'idempotencyKey' in type.getFields();
      return isKeyed ? [[name, argument.name] as [string, string]] : [];
    });
  });
  expect(Object.fromEntries(found)).toEqual(keyedMutations);
});

test('SHA-256 agrees with the one of Node', () => {
  const theirs = (text: string) => createHash('sha256').update(text).digest('hex');
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1_000]) {
    expect(sha256('x'.repeat(length))).toBe(theirs('x'.repeat(length)));
  }
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      (text) => sha256(text) === theirs(text),
    ),
  );
});
