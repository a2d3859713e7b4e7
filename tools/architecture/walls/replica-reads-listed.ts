import ts from 'typescript';
import { isCode, isTestingCode, type SourceFile } from '../source-tree';
import { nodeViolations } from '../syntax';
import type { Violation, Wall } from '../wall';

/**
 * Functions whose statements a replica may answer, by their files: lists, searches, figures, and what
 * is available. Each decides that data of some seconds ago is good enough for every query that calls
 * it. What rights, sessions, keys, sagas and jobs read is never among them.
 */
const mayReadReplicas: Readonly<Record<string, readonly string[]>> = {
  'subgraphs/inventory/store/product-list/index.ts': ['productLists'],
  'subgraphs/inventory/store/products.ts': ['productStore'],
  'subgraphs/inventory/store/stock-levels.ts': ['availableBySku'],
  'subgraphs/inventory/store/stock-movements.ts': ['page'],
  'subgraphs/orders/store/order-lists.ts': [
    'orderLists',
    'page',
    'pagesByOwner',
    'count',
    'countsByOwner',
  ],
  'subgraphs/orders/store/order-stats/order-stats.ts': ['read', 'currencies'],
  'subgraphs/users/store/accounts.ts': ['accountStore', 'page'],
  'subgraphs/users/store/audit.ts': ['page'],
};

const property = 'replicaReads';
/** Where a room opens its database. */
const opening = /^subgraphs\/[^/]+\/store\/database\.ts$/;

/** The nearest function with a name around a node. */
function functionAround(node: ts.Node): string {
  for (let each = node.parent; each !== undefined; each = each.parent) {
    if ((ts.isMethodDeclaration(each) || ts.isFunctionDeclaration(each)) && each.name) {
      return each.name.getText();
    }
  }
  return 'the module';
}

const isUse = (node: ts.Node): boolean =>
  ts.isIdentifier(node) &&
  node.text === property &&
  !ts.isBindingElement(node.parent) &&
  !ts.isParameter(node.parent);

function usesIn(file: SourceFile): Violation[] {
  const listed = mayReadReplicas[file.path] ?? [];
  return nodeViolations(file, (node) => {
    const name = isUse(node) ? functionAround(node) : null;
    return name === null || listed.includes(name)
      ? null
      : `reads replicas in ${name}, which tools/architecture/walls/replica-reads-listed.ts does not list`;
  });
}

const method = (name: string): string =>
  `export function store({ ${property} }) { return { ${name}() { return ${property}.query(sql); } }; }`;

export const replicaReadsListed: Wall = {
  name: 'statements that replicas may answer are listed',
  why: 'A replica is some seconds behind: that its data is good enough is decided for each statement.',
  check: (files) =>
    files
      .filter(({ path }) => /^subgraphs\//.test(path) && !opening.test(path))
      .filter(({ path }) => isCode(path) && !isTestingCode(path))
      .flatMap(usesIn),
  refuses: {
    'a function that is not listed': { 'subgraphs/users/store/audit.ts': method('about') },
    'a file that is not listed': { 'subgraphs/users/store/sessions.ts': method('page') },
  },
  accepts: {
    'a function that is listed': { 'subgraphs/users/store/audit.ts': method('page') },
    'where the database is opened': {
      'subgraphs/users/store/database.ts': `export const database = (pool) => ({ ${property}: open(pool) });`,
    },
  },
};
