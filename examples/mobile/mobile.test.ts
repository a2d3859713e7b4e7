import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  buildSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedScalarTypes,
  validate,
  visit,
} from 'graphql';
import { describe, expect, test } from 'vitest';

const read = (file: string) => readFileSync(path.join(__dirname, file), 'utf8');
const schema = buildSchema(read('../../gateway/api.graphql'), { assumeValidSDL: true });
const files = globSync('operations/*.graphql', { cwd: __dirname });
const document = parse(files.map(read).join('\n'));
const operations = document.definitions.filter(
  (each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION,
);

describe('the operations', () => {
  test('are valid', () => {
    expect(operations.length).toBeGreaterThan(5);
    expect(validate(schema, document)).toEqual([]);
  });

  test('have names of their own', () => {
    const names = operations.map(({ name }) => name?.value);
    expect(new Set(names).size).toBe(operations.length);
  });

  test('have a default for outcomes that are added later', () => {
    const unions: string[] = [];
    visit(document, {
      Field: ({ name, selectionSet }) => {
        const types = (selectionSet?.selections ?? []).flatMap((each) =>
          each.kind === Kind.INLINE_FRAGMENT ? [each.typeCondition?.name.value] : [],
        );
        if (types.length === 0) return;
        unions.push(name.value);
        expect(types, name.value).toContain('UserError');
      },
    });
    expect(unions).toEqual(expect.arrayContaining(['login', 'refreshSession', 'placeOrder']));
  });
});

test('Apollo Kotlin maps every scalar of the API that is not built in', () => {
  const settings = read('android/build.gradle.kts');
  const mapped = [...settings.matchAll(/mapScalar\w*\("(\w+)"/g)].map(([, name]) => name);
  const builtIn = new Set(specifiedScalarTypes.map(({ name }) => name));
  const own = Object.values(schema.getTypeMap()).flatMap(({ name, astNode }) =>
    astNode?.kind === Kind.SCALAR_TYPE_DEFINITION && !builtIn.has(name) ? [name] : [],
  );
  expect(mapped.sort()).toEqual(own.sort());
});

test('Apollo Kotlin finds the adapters that it names', () => {
  const settings = read('android/build.gradle.kts');
  const names = [...settings.matchAll(/mapScalar\("\w+", "[\w.]+", "([\w.]+)"\)/g)].map(
    ([, name = '']) => name,
  );
  expect(names).toEqual(['com.example.shop.DecimalAdapter']);
  for (const name of names) {
    const { dir: packageName, base } = path.parse(name.replaceAll('.', '/'));
    const text = read(`android/${base}.kt`);
    expect(text).toContain(`package ${packageName.replaceAll('/', '.')}\n`);
    expect(text).toContain(`object ${base} : Adapter<`);
  }
});

describe('the settings of Apollo iOS', () => {
  const settings = JSON.parse(read('ios/apollo-codegen-config.json')) as {
    input: { operationSearchPaths: string[] };
    operationManifest: object;
  };

  test('find the operations', () => {
    const found = settings.input.operationSearchPaths.flatMap((pattern) =>
      globSync(pattern, { cwd: path.join(__dirname, 'ios') }),
    );
    expect(found.length).toBe(files.length);
  });

  test('have the keys that the generator knows, and each that it demands', () => {
    expect(Object.keys(settings).sort()).toEqual(
      ['input', 'operationManifest', 'output', 'schemaDownload', 'schemaNamespace'].sort(),
    );
    expect(Object.keys(settings.operationManifest).sort()).toEqual([
      'generateManifestOnCodeGeneration',
      'path',
      'version',
    ]);
  });
});
