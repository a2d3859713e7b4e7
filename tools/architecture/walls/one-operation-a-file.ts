import ts from 'typescript';
import { isCode, isTestingCode, type SourceFile } from '../source-tree';
import { decoratorsOf, lineOf, resolversIn } from '../syntax';
import type { Violation, Wall } from '../wall';

const room = /^subgraphs\/[^/]+\//;
const operations = /^subgraphs\/[^/]+\/(operations|internal)\/(?!(?:index|callers)\.ts$)[^/]+\.ts$/;

const roots = new Set(['Query', 'Mutation', 'Subscription']);

interface Resolver {
  readonly node: ts.ClassDeclaration;
  readonly name: string;
  readonly rootFields: number;
  readonly fields: number;
}

function described(node: ts.ClassDeclaration): Resolver {
  const decorators = node.members.filter(ts.isMethodDeclaration).flatMap(decoratorsOf);
  return {
    node,
    name: node.name?.text ?? '',
    rootFields: decorators.filter((name) => roots.has(name)).length,
    fields: decorators.filter((name) => name === 'FieldResolver').length,
  };
}

function faultsOf({ name, rootFields, fields }: Resolver): string[] {
  const kind = rootFields > 0 ? 'Operation' : 'Fields';
  return [
    ...(rootFields > 0 && fields > 0
      ? ['has an operation and field resolvers; they are two classes']
      : []),
    ...(name.endsWith(kind) ? [] : [`is called ${name}; its name ends in ${kind}`]),
  ];
}

function check(files: readonly SourceFile[]): Violation[] {
  return files
    .filter(({ path }) => room.test(path) && isCode(path) && !isTestingCode(path))
    .flatMap((file) => {
      const { path } = file;
      const resolvers = resolversIn(file).map(described);
      const count = resolvers.reduce((sum, { rootFields }) => sum + rootFields, 0);
      return [
        ...(count > 1
          ? [{ path, message: `has ${count} operations; each has a file of its own` }]
          : []),
        ...resolvers.flatMap((resolver) => {
          const line = lineOf(file, resolver.node);
          const isPlaced = operations.test(path);
          return [
            ...(isPlaced
              ? []
              : ['declares a resolver; it belongs in a file of operations/ or internal/']),
            ...faultsOf(resolver),
          ].map((message) => ({ path, line, message }));
        }),
      ];
    });
}

export const oneOperationAFile: Wall = {
  name: 'each operation has a file of its own; field resolvers are no operations',
  why: 'What a room can do is the list of files in operations/ and internal/.',
  check,
  refuses: {
    'two operations in a file': {
      'subgraphs/orders/internal/order-facts.ts':
        '@Resolver() export class OrderFactsOperation { @Query() one() {} @Query() two() {} }',
    },
    'an operation in a workflow': {
      'subgraphs/orders/workflows/open-effects.ts':
        '@Resolver() export class OpenEffectsOperation { @Query() openEffects() {} }',
    },
    'an operation in the list of operations': {
      'subgraphs/orders/internal/index.ts':
        '@Resolver() export class OpenEffectsOperation { @Query() openEffects() {} }',
    },
    'field resolvers that are called an operation': {
      'subgraphs/orders/operations/refund.ts':
        '@Resolver() export class RefundOperation { @FieldResolver() lines() {} }',
    },
    'an operation together with field resolvers': {
      'subgraphs/orders/operations/order.ts':
        '@Resolver() export class OrderOperation { @Query() order() {} @FieldResolver() lines() {} }',
    },
  },
  accepts: {
    'an operation, and the fields of what it returns': {
      'subgraphs/orders/operations/order.ts': [
        '@Resolver() export class OrderOperation { @Query() order() {} }',
        '@Resolver() export class OrderFields { @FieldResolver() lines() {} @FieldResolver() tax() {} }',
      ].join('\n'),
    },
    'an operation of the internal schema': {
      'subgraphs/orders/internal/open-effects.ts':
        '@Resolver() export class OpenEffectsOperation { @Query() openEffects() {} }',
    },
  },
};
