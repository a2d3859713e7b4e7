import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

type Field = GraphQLField<unknown, unknown>;

/** Arguments without a default, by name; a root field that needs another one fails the test. */
const given: Readonly<Record<string, string>> = {
  sku: '"DEMO-0001"',
  country: '"DE"',
  currency: 'EUR',
  code: '"BER"',
  number: '"2026-000001"',
  id: '"018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f"',
  lines: '[{ sku: "DEMO-0001", quantity: 1 }]',
  from: '"2026-11-01T00:00:00Z"',
  to: '"2026-11-02T00:00:00Z"',
  bucket: 'DAY',
  action: 'CANCEL',
  selection: '{ ids: ["018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8f"] }',
};
const levelsMax = 4;

const argumentText = ({ name, type }: GraphQLArgument): string => {
  const value = given[name];
  if (value === undefined) throw new Error(`No value is known for ${name}: ${String(type)}.`);
  return `${name}: ${value}`;
};

/** Selections that end in one leaf below this field. */
function pathsOf({ name, args, type }: Field, levels: number): string[] {
  const needed = args.filter(isRequiredArgument).map(argumentText);
  const text = needed.length === 0 ? name : `${name}(${needed.join(', ')})`;
  const named = getNamedType(type);
  if (isLeafType(named)) return [text];
  if (!isObjectType(named)) return [`${text} { __typename }`];
  if (levels === 0) return [];
  const fields = Object.values(named.getFields());
  return fields.flatMap((field) => pathsOf(field, levels - 1)).map((path) => `${text} { ${path} }`);
}

/** Every leaf that a query can reach in a few levels, each with the fields above it. */
export function queryPaths(schema: GraphQLSchema): string[] {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
  return roots.flatMap((root) => pathsOf(root, levelsMax));
}

/** Queries of some of these paths, half of them about products only. */
export function queries(paths: readonly string[]): fc.Arbitrary<string> {
  const ofProducts = paths.filter((path) => /^products?\b/.test(path));
  const some = (from: readonly string[]) =>
    fc.uniqueArray(fc.constantFrom(...from), { minLength: 1, maxLength: 4 });
  return fc.oneof(some(paths), some(ofProducts)).map((chosen) => `{ ${chosen.join(' ')} }`);
}
