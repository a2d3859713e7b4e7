import { importViolations, roomOf } from '../imports';
import { isCode, type SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

function check(files: readonly SourceFile[]): Violation[] {
  return files
    .filter(({ path }) => isCode(path) && roomOf(path) !== null)
    .flatMap((file) =>
      importViolations(file, ({ target, relative }) => {
        const room = relative ? roomOf(target) : null;
        return room !== null && room !== roomOf(file.path)
          ? `imports ${target} of another subgraph; call it by GraphQL`
          : null;
      }),
    );
}

export const subgraphsApart: Wall = {
  name: 'no subgraph imports another',
  why: 'They communicate by GraphQL, so that each can be run, released and scaled separately.',
  check,
  refuses: {
    'a value of another subgraph': {
      'subgraphs/orders/operations/place-order.ts':
        "import { reserve } from '../../inventory/store/reservations';",
    },
    'a type of another subgraph': {
      'subgraphs/orders/schema/order.ts':
        "import type { Product } from '../../inventory/schema/product';",
    },
    'a dynamic import of another subgraph': {
      'subgraphs/users/loaders.ts': "const orders = await import('../orders/loaders');",
    },
    'another subgraph named inside a type': {
      'subgraphs/users/context.ts': "type Order = import('../orders/schema/order').Order;",
    },
  },
  accepts: {
    'imports within one subgraph and from the platform': {
      'subgraphs/orders/operations/place-order.ts': [
        "import { orderStore } from '../store/orders';",
        "import { Money } from '../../../platform/graphql/money';",
      ].join('\n'),
    },
    'a composition that imports all three': {
      'cli/topology/compose-subgraphs.ts': [
        "import { ordersSubgraph } from '../../subgraphs/orders/subgraph';",
        "import { usersSubgraph } from '../../subgraphs/users/subgraph';",
      ].join('\n'),
    },
  },
};
