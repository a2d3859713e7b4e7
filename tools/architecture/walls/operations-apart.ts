import { importViolations, roomOf, within } from '../imports';
import { isCode, isTest, type SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

const operationsFolder = /^subgraphs\/[^/]+\/(operations|internal)(?=\/)/;

/** The folders that a file may not import from; an `index.ts` lists the operations of its own. */
function closedTo(path: string): string[] {
  const own = operationsFolder.exec(path)?.[0];
  if (own === undefined) return [];
  const both = ['operations', 'internal'].map((folder) => `subgraphs/${roomOf(path)}/${folder}`);
  return path === `${own}/index.ts` ? both.filter((folder) => folder !== own) : both;
}

function check(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) => {
    const folders = isCode(file.path) && !isTest(file.path) ? closedTo(file.path) : [];
    if (folders.length === 0) return [];
    return importViolations(file, ({ target, relative }) =>
      relative && folders.some((each) => within(target, each))
        ? `imports the operation ${target}; shared code belongs in a lower layer`
        : null,
    );
  });
}

export const operationsApart: Wall = {
  name: 'operations do not import operations; only index.ts of their folder lists them',
  why: 'One can be changed or removed without reading the others.',
  check,
  refuses: {
    'an operation that calls another': {
      'subgraphs/orders/operations/resolve-order.ts':
        "import { cancelOrder } from './cancel-order';",
    },
    'an internal operation that calls another': {
      'subgraphs/orders/internal/import-orders.ts':
        "import { importCancellations } from './import-cancellations';",
    },
    'an internal operation that calls one of clients': {
      'subgraphs/orders/internal/import-orders.ts':
        "import { placeOrder } from '../operations/place-order';",
    },
    'an operation of clients that calls an internal one': {
      'subgraphs/orders/operations/resolve-order.ts':
        "import { openEffects } from '../internal/open-effects';",
    },
    'an operation that imports the list': {
      'subgraphs/orders/operations/resolve-order.ts': "import { CancelOrderOperation } from '.';",
    },
    'a list with an operation of the other folder': {
      'subgraphs/orders/internal/index.ts':
        "export { CancelOrderOperation } from '../operations/cancel-order';",
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
    'the list of a folder': {
      'subgraphs/orders/operations/index.ts':
        "export { CancelOrderOperation } from './cancel-order';",
      'subgraphs/orders/internal/index.ts':
        "export { OpenEffectsOperation } from './open-effects';",
    },
    'the composition': {
      'subgraphs/orders/subgraph.ts': "import * as operations from './operations';",
    },
  },
};
