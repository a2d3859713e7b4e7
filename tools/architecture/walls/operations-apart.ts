import { importsOf, within } from '../imports';
import { isCode, isTest, type SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

const operationsFolder = /^(subgraphs\/[^/]+\/operations)\//;

function check(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) => {
    const folder = operationsFolder.exec(file.path)?.[1];
    if (folder === undefined || !isCode(file.path) || isTest(file.path)) return [];
    return importsOf(file)
      .filter(({ target, relative }) => relative && within(target, folder))
      .map(({ target, line }) => ({
        path: file.path,
        line,
        message: `imports the operation ${target}; shared code belongs in a lower layer`,
      }));
  });
}

export const operationsApart: Wall = {
  name: 'operations do not import operations',
  why: 'One can be changed or removed without reading the others.',
  check,
  refuses: {
    'an operation that calls another': {
      'subgraphs/orders/operations/resolve-order.ts':
        "import { cancelOrder } from './cancel-order';",
    },
    'an index file inside the folder': {
      'subgraphs/orders/operations/index.ts': "export { PlaceOrder } from './place-order';",
    },
  },
  accepts: {
    'two operations over one workflow': {
      'subgraphs/orders/operations/resolve-order.ts':
        "import { undo } from '../workflows/place-order';",
    },
    'a test that imports its operation': {
      'subgraphs/orders/operations/cancel-order.test.ts':
        "import { CancelOrderOperation } from './cancel-order';",
    },
    'the composition': {
      'subgraphs/orders/subgraph.ts':
        "import { CancelOrderOperation } from './operations/cancel-order';",
    },
  },
};
