import { isCode, isTest, type SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

const operation = /^subgraphs\/[^/]+\/(operations|internal)\/(?!(?:index|callers)\.ts$)[^/]+\.ts$/;

function check(files: readonly SourceFile[]): Violation[] {
  const paths = new Set(files.map(({ path }) => path));
  return files
    .filter(({ path }) => operation.test(path) && isCode(path) && !isTest(path))
    .filter(({ path }) => !paths.has(path.replace(/\.ts$/, '.test.ts')))
    .map(({ path }) => ({ path, message: 'has no test next to it' }));
}

export const operationsTested: Wall = {
  name: 'every operation has a test next to it',
  why: 'Each outcome of the API has a named test in the first place where one looks.',
  check,
  refuses: {
    'an operation alone': {
      'subgraphs/orders/operations/place-order.ts': 'export const placeOrder = 1;',
    },
    'an internal operation alone': {
      'subgraphs/orders/internal/open-effects.ts': 'export const openEffects = 1;',
    },
    'an operation whose test has another name': {
      'subgraphs/orders/operations/place-order.ts': 'export const placeOrder = 1;',
      'subgraphs/orders/operations/place.test.ts': '',
    },
  },
  accepts: {
    'operations, their tests and their lists': {
      'subgraphs/orders/internal/callers.ts': 'export const internalCallers = {};',
      'subgraphs/orders/operations/index.ts':
        "export { PlaceOrderOperation } from './place-order';",
      'subgraphs/orders/operations/place-order.ts': 'export const placeOrder = 1;',
      'subgraphs/orders/operations/place-order.test.ts': '',
    },
  },
};
