import ts from 'typescript';
import { isCode, isTest, type SourceFile } from '../source-tree';
import { lineOf, resolversIn, visitNodes } from '../syntax';
import type { Violation, Wall } from '../wall';

const operation =
  /^(subgraphs\/[^/]+\/(?:operations|internal))\/(?!(?:index|callers)\.ts$)[^/]+\.ts$/;

/** The classes that an `index.ts` lists, which it exports from their files. */
function listedIn(index: SourceFile | undefined): Set<string> {
  const names = new Set<string>();
  if (!index) return names;
  visitNodes(index, (node) => {
    if (ts.isExportSpecifier(node)) names.add(node.name.getText());
  });
  return names;
}

function check(files: readonly SourceFile[]): Violation[] {
  const filesByPath = new Map(files.map((file) => [file.path, file]));
  return files.flatMap((file) => {
    const { path } = file;
    const folder = operation.exec(path)?.[1];
    if (folder === undefined || !isCode(path) || isTest(path)) return [];
    const resolvers = resolversIn(file);
    if (resolvers.length === 0) return [{ path, message: 'has no operation; move it out of here' }];
    const index = `${folder}/index.ts`;
    const listed = listedIn(filesByPath.get(index));
    return resolvers
      .filter(({ name }) => !listed.has(name?.text ?? ''))
      .map((node) => ({
        path,
        line: lineOf(file, node),
        message: `has ${node.name?.text}, which is not in the list of ${index}`,
      }));
  });
}

const openEffects = '@Resolver() export class OpenEffectsOperation { @Query() openEffects() {} }';
const order = [
  '@Resolver() export class OrderOperation { @Query() order() {} }',
  '@Resolver() export class OrderFields { @FieldResolver() lines() {} }',
].join('\n');

export const operationsListed: Wall = {
  name: 'operations/ and internal/ have only operations, each in the list of index.ts',
  why: 'An operation that no list has is tested and documented, but nobody can call it.',
  check,
  refuses: {
    'an operation that is not in the list': {
      'subgraphs/orders/operations/order.ts': order,
      'subgraphs/orders/operations/index.ts': "export { OrderFields } from './order';",
    },
    'field resolvers that are not in the list': {
      'subgraphs/orders/operations/order.ts': order,
      'subgraphs/orders/operations/index.ts': "export { OrderOperation } from './order';",
    },
    'an internal operation that only another list has': {
      'subgraphs/orders/internal/open-effects.ts': openEffects,
      'subgraphs/orders/internal/index.ts': '',
      'subgraphs/orders/operations/index.ts':
        "export { OpenEffectsOperation } from '../internal/open-effects';",
    },
    'a folder without a list': { 'subgraphs/orders/internal/open-effects.ts': openEffects },
    'a file that is no operation': {
      'subgraphs/orders/operations/totals.ts': 'export const totals = () => 0;',
      'subgraphs/orders/operations/index.ts': '',
    },
  },
  accepts: {
    'both lists': {
      'subgraphs/orders/internal/open-effects.ts': openEffects,
      'subgraphs/orders/internal/open-effects.test.ts': '',
      'subgraphs/orders/internal/callers.ts': 'export const internalCallers = {};',
      'subgraphs/orders/internal/index.ts':
        "export { OpenEffectsOperation } from './open-effects';",
      'subgraphs/orders/operations/order.ts': order,
      'subgraphs/orders/operations/index.ts':
        "export { OrderFields, OrderOperation } from './order';",
    },
  },
};
