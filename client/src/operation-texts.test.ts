import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {
  buildSchema,
  type DocumentNode,
  type FragmentDefinitionNode,
  getNamedType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  stripIgnoredCharacters,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
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

/** The key field of a type, which caches identify its objects by; undefined if it has none. */
function keyOf(type: unknown): string | undefined {
  if (!isObjectType(type)) return undefined;
  const fields = type.getFields();
  const others = { Product: 'sku', Warehouse: 'code' } as Readonly<Record<string, string>>;
  return 'id' in fields ? 'id' : others[type.name];
}

/** The fields of a selection, those of its fragments included. */
function fieldsOf({ selections }: SelectionSetNode, document: DocumentNode): string[] {
  return selections.flatMap((each) => {
    if (each.kind === Kind.FIELD) return [each.name.value];
    if (each.kind === Kind.INLINE_FRAGMENT) return fieldsOf(each.selectionSet, document);
    const fragment = document.definitions.find(
      (definition): definition is FragmentDefinitionNode =>
        definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === each.name.value,
    );
    return fragment ? fieldsOf(fragment.selectionSet, document) : [];
  });
}

/** The types that are selected without their key. */
function withoutKey(text: string): string[] {
  const document = parse(text);
  const types = new TypeInfo(schema);
  const found: string[] = [];
  const check = {
    SelectionSet: (selected: SelectionSetNode) => {
      const type = types.getParentType();
      const key = keyOf(type);
      if (key && type && !fieldsOf(selected, document).includes(key)) found.push(type.name);
    },
  };
  visit(document, visitWithTypeInfo(types, check));
  return found;
}

/** Fields of outcomes that are no success, which the first operation does not select. */
function unheard(document: DocumentNode) {
  const { operation, selectionSet } = document.definitions[0] as OperationDefinitionNode;
  const [field] = selectionSet.selections;
  if (field?.kind !== Kind.FIELD || !field.selectionSet) return [];
  const selected = fieldsOf(field.selectionSet, document);
  const type = getNamedType(schema.getRootType(operation)?.getFields()[field.name.value]?.type);
  const outcomes = isUnionType(type) ? type.getTypes() : [];
  return outcomes
    .filter(({ name }) => /Error$|Required$/.test(name))
    .flatMap((outcome) => Object.keys(outcome.getFields()).map((name) => [outcome.name, name]))
    .filter(([, name = '']) => !selected.includes(name));
}

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

  test('is a registered operation without white space, and valid', () => {
    expect(text).toBe(stripIgnoredCharacters(registered.get(name)?.body ?? ''));
    expect(validate(schema, parse(text))).toEqual([]);
  });

  test('selects each key, lists as nodes, and all that its outcomes say', () => {
    expect(withoutKey(text)).toEqual([]);
    expect(unheard(parse(text))).toEqual([]);
    expect(text).not.toContain('edges');
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
