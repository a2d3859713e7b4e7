import ts from 'typescript';
import { type Import, importViolations, packageOf, roomOf, within } from '../imports';
import { isCode, isTestingCode, type SourceFile } from '../source-tree';
import { nodeViolations } from '../syntax';
import type { Violation, Wall } from '../wall';

const driverPackages = new Set(['pg', '@prisma/client', '@prisma/adapter-pg']);
/** Constants that Prisma generates for enums; they do not access a database. */
const prismaEnums = /^prisma\/[^/]+\/generated\/enums$/;
const connectionFolder = 'platform/database';

/** Matches complete statements only, not prose that begins with "Select". */
const sqlStatement =
  /^\s*(SELECT\s[\s\S]*\sFROM|INSERT\s+INTO|UPDATE\s[\s\S]*\sSET|DELETE\s+FROM|WITH\s[\s\S]*\sAS\s*(MATERIALIZED\s*)?\()\s*/;

const inStore = (path: string): boolean => /^subgraphs\/[^/]+\/store\//.test(path);

/** Files that create connections for stores and read no tables themselves. */
const composes = (path: string): boolean =>
  /^subgraphs\/[^/]+\/(subgraph|main)\.ts$/.test(path) || within(path, 'cli');

function importProblem(path: string, { target, relative, typeOnly }: Import): string | null {
  const room = roomOf(path);
  const prismaRoom = relative ? (/^prisma\/([^/]+)\//.exec(target)?.[1] ?? null) : null;
  if (prismaRoom !== null && room !== null && prismaRoom !== room) {
    return `imports the database of ${prismaRoom}; call that subgraph by GraphQL`;
  }
  if (typeOnly || inStore(path) || isTestingCode(path) || within(path, connectionFolder)) {
    return null;
  }
  if (!relative && driverPackages.has(packageOf(target))) {
    return `imports the driver ${target}; only a store accesses the database`;
  }
  if (prismaEnums.test(target)) return null;
  if (prismaRoom !== null) return `imports ${target}; only a store accesses the database`;
  if (relative && within(target, connectionFolder) && room !== null && !composes(path)) {
    return `imports ${target}; only a store accesses the database`;
  }
  return null;
}

const statementsOf = (file: SourceFile) =>
  nodeViolations(file, (node) => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
    return isText && sqlStatement.test(node.getText().slice(1, -1))
      ? 'has an SQL statement; it belongs in the store'
      : null;
  });

function check(files: readonly SourceFile[]): Violation[] {
  return files
    .filter(({ path }) => isCode(path))
    .flatMap((file) => {
      const { path } = file;
      const imports = importViolations(file, (imported) => importProblem(path, imported));
      const holdsSql = roomOf(path) !== null && !inStore(path) && !isTestingCode(path);
      return holdsSql ? [...imports, ...statementsOf(file)] : imports;
    });
}

export const databaseBehindStore: Wall = {
  name: 'only store/ touches the database, and only its own',
  why: 'All statements of a subgraph are in one folder, where their plans can be checked.',
  check,
  refuses: {
    'a driver in an operation': {
      'subgraphs/orders/operations/orders.ts': "import { Pool } from 'pg';",
    },
    'a Prisma client in a workflow': {
      'subgraphs/orders/workflows/placing/place-order.ts':
        "import { PrismaClient } from '../../../../prisma/orders/generated/client';",
    },
    'the client of another subgraph, even in a store': {
      'subgraphs/orders/store/products.ts':
        "import { PrismaClient } from '../../../prisma/inventory/generated/client';",
    },
    'a row type of another subgraph': {
      'subgraphs/orders/schema/line.ts':
        "import type { Product } from '../../../prisma/inventory/generated/client';",
    },
    'a pool in a loader': {
      'subgraphs/users/loaders.ts': "import { createPool } from '../../platform/database/pool';",
    },
    'a driver in the gateway': {
      'gateway/server.ts': "import { Client } from 'pg';",
    },
    'a statement in an operation that receives a pool': {
      'subgraphs/orders/operations/orders.ts':
        'export const read = (pool) => pool.query(`SELECT id FROM orders WHERE id = $1`);',
    },
    'a statement that is built from parts': {
      'subgraphs/orders/references.ts': [
        'export const read = (pool, table) =>',
        '  pool.query(`UPDATE $' + '{table} SET status = 1`);',
      ].join('\n'),
    },
  },
  accepts: {
    'a store with its own client, driver and statements': {
      'subgraphs/orders/store/orders.ts': [
        "import type { Pool } from 'pg';",
        "import { createPool } from '../../../platform/database/pool';",
        "import { PrismaClient } from '../../../prisma/orders/generated/client';",
        "export const read = 'SELECT id FROM orders';",
      ].join('\n'),
    },
    'a schema type that uses its own row type': {
      'subgraphs/orders/schema/order.ts':
        "import type { Order } from '../../../prisma/orders/generated/client';",
    },
    'the values of its own enum': {
      'subgraphs/orders/schema/order-status.ts':
        "import { OrderStatus } from '../../../prisma/orders/generated/enums';",
    },
    'a composition that creates the pool': {
      'subgraphs/orders/main.ts': "import { createPool } from '../../platform/database/pool';",
    },
    'prose that begins like SQL': {
      'subgraphs/orders/rules.ts': "export const hint = 'Select an order from the list.';",
    },
    'a journey that reads the database': {
      'e2e/orders/orders.test.ts': "import { Client } from 'pg';",
    },
  },
};
