import ts from 'typescript';
import { type Import, importViolations, within } from '../imports';
import { isCode, isTestingCode, type SourceFile } from '../source-tree';
import { nodeViolations } from '../syntax';
import type { Violation, Wall } from '../wall';

/** The decorators and functions that declare a type of a GraphQL schema. */
const declarations = new Set([
  'InputType',
  'ObjectType',
  'PlainType',
  'ErrorType',
  'registerEnumType',
  'describeEnum',
  'outcomeUnion',
]);

const schemaFolder = /^subgraphs\/[^/]+\/schema\//;
const room = /^subgraphs\/[^/]+\//;

function misplaced(path: string, declaration: string): string | null {
  if (!schemaFolder.test(path)) return `declares a type with ${declaration}; it belongs in schema/`;
  const isInput = path.endsWith('.input.ts');
  if (isInput !== (declaration === 'InputType')) {
    return isInput
      ? `has ${declaration} among inputs`
      : `declares an input; its file is called *.input.ts`;
  }
  return declaration === 'outcomeUnion' && !path.endsWith('.result.ts')
    ? 'declares a result; its file is called *.result.ts'
    : null;
}

const declarationsOf = (file: SourceFile) =>
  nodeViolations(file, (node) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return null;
    const { text } = node.expression;
    return declarations.has(text) ? misplaced(file.path, text) : null;
  });

/** Parts of a room whose functions read or write something. */
const withEffects = ['store', 'workflows', 'operations', 'internal', 'loaders', 'context'];

function reachesOut(path: string, { target, relative, typeOnly }: Import): boolean {
  const own = room.exec(path)?.[0] ?? '';
  return relative && !typeOnly && withEffects.some((part) => within(target, `${own}${part}`));
}

function importsIn(file: SourceFile): Violation[] {
  if (!schemaFolder.test(file.path)) return [];
  return importViolations(file, (imported) =>
    reachesOut(file.path, imported)
      ? `imports ${imported.target}; schema/ declares types and neither reads nor writes`
      : null,
  );
}

export const typesInSchema: Wall = {
  name: 'the types of a room are in schema/: inputs in *.input.ts, results in *.result.ts',
  why: 'The shape of the API is found without reading what answers it, and under one name in each room.',
  check: (files) =>
    files
      .filter(({ path }) => room.test(path) && isCode(path) && !isTestingCode(path))
      .flatMap((file) => [...declarationsOf(file), ...importsIn(file)]),
  refuses: {
    'an input in an operation': {
      'subgraphs/users/operations/login.ts': '@InputType() export class LoginInput {}',
    },
    'a type in the list of internal operations': {
      'subgraphs/users/internal/index.ts': '@ObjectType() export class SigningKey {}',
    },
    'a result in an operation': {
      'subgraphs/users/operations/login.ts': "const LoginResult = outcomeUnion('LoginResult');",
    },
    'an input in a file of another name': {
      'subgraphs/orders/schema/order-filter.ts': '@InputType() export class OrderFilter {}',
    },
    'an object among inputs': {
      'subgraphs/orders/schema/quote.input.ts': '@ObjectType() export class Quote {}',
    },
    'a result in a file of another name': {
      'subgraphs/orders/schema/quote.ts': "export const QuoteResult = outcomeUnion('QuoteResult');",
    },
    'a type that uses an internal operation': {
      'subgraphs/users/schema/signing-key.ts':
        "import { SigningKeysOperation } from '../internal/signing-keys';",
    },
    'a type that reads from the store': {
      'subgraphs/inventory/schema/product-connection.ts':
        "import { productLists } from '../store/product-list';",
    },
  },
  accepts: {
    'a room in order': {
      'subgraphs/orders/schema/quote.ts': [
        "import type { OrderRow } from '../store/order-reads';",
        "import { publicEventTypes } from '../domain/event';",
        '@ObjectType() export class Quote {}',
      ].join('\n'),
      'subgraphs/orders/schema/quote.input.ts': '@InputType() export class QuoteInput {}',
      'subgraphs/orders/schema/quote.result.ts': [
        '@ObjectType() export class QuotePayload {}',
        "export const QuoteResult = outcomeUnion('QuoteResult');",
      ].join('\n'),
    },
    'types that all rooms share': {
      'platform/graphql/postal-address.ts': '@InputType() export class AddressInput {}',
    },
  },
};
