import { isCode, isTest, type SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

const operation = /^subgraphs\/[^/]+\/operations\/[^/]+\.ts$/;

function check(files: readonly SourceFile[]): Violation[] {
  const paths = new Set(files.map(({ path }) => path));
  return files
    .filter(({ path }) => operation.test(path) && isCode(path) && !isTest(path))
    .filter(({ path }) => !paths.has(path.replace(/\.ts$/, '.test.ts')))
    .map(({ path }) => ({ path, message: 'has no test beside it' }));
}

export const operationsTested: Wall = {
  name: 'every operation has a test beside it',
  why: 'Each outcome that the API promises has a test by name, at the place one looks first.',
  check,
  refuses: {
    'an operation alone': {
      'subgraphs/orders/operations/place-order.ts': 'export const placeOrder = 1;',
    },
    'an operation whose test has another name': {
      'subgraphs/orders/operations/place-order.ts': 'export const placeOrder = 1;',
      'subgraphs/orders/operations/place.test.ts': '',
    },
  },
  accepts: {
    'an operation and its test': {
      'subgraphs/orders/operations/place-order.ts': 'export const placeOrder = 1;',
      'subgraphs/orders/operations/place-order.test.ts': '',
    },
  },
};
