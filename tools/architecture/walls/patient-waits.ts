import ts from 'typescript';
import type { SourceFile } from '../source-tree';
import { nodeViolations } from '../syntax';
import type { Wall } from '../wall';

/** What a machine that does much else may need for a moment's work. */
const timeoutMsMin = 15_000;
/** What Vitest gives a test by itself. */
const testMsMin = 60_000;
const isTest = ({ path }: SourceFile): boolean =>
  path.endsWith('.test.ts') || path.startsWith('e2e/') || path.includes('/testing/');

/** A wait of Vitest with its own default, which is a second. */
const isImpatientCall = (node: ts.Node): boolean =>
  ts.isCallExpression(node) &&
  /^vi\.wait(For|Until)$/.test(node.expression.getText()) &&
  node.arguments.length < 2;

const isShortTimeout = (node: ts.Node): boolean =>
  ts.isPropertyAssignment(node) &&
  node.name.getText() === 'timeout' &&
  ts.isNumericLiteral(node.initializer) &&
  Number(node.initializer.text) < timeoutMsMin;

/** A test with a deadline of its own behind its function. */
function isShortTest(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !/^(?:test|it)\b/.test(node.expression.getText())) return false;
  const last = node.arguments.at(-1);
  return last !== undefined && ts.isNumericLiteral(last) && Number(last.text) < testMsMin;
}

function faultOf(node: ts.Node): string | null {
  if (isImpatientCall(node))
    return 'waits for a second only; give it a timeout, or use expect.poll';
  if (isShortTest(node)) return `has less than ${testMsMin} ms, which is the default; leave it out`;
  return isShortTimeout(node)
    ? `gives up in less than ${timeoutMsMin} ms; leave the timeout out`
    : null;
}

export const patientWaits: Wall = {
  name: 'tests wait patiently',
  why: 'A deadline only keeps a test from hanging. A short one fails on a machine that is slow or does much else, and a landing is lost.',
  check: (files) =>
    files
      .filter((file) => isTest(file) && /\btimeout\b|\bvi\.wait|\d,?\s*\)/.test(file.text))
      .flatMap((file) => nodeViolations(file, faultOf)),
  refuses: {
    'a wait with the default of Vitest': {
      'gateway/a.test.ts': 'await vi.waitFor(() => expect(calls).toBe(1));',
    },
    'a poll for seconds': {
      'e2e/orders/a.ts': 'await expect.poll(calls, { timeout: 5_000 }).toBe(1);',
    },
    'a test that ends before the default': {
      'gateway/a.test.ts': "test('a', async () => {}, 20_000);",
    },
    'a constant for such a poll': {
      'subgraphs/users/testing/a.ts': 'const patience = { timeout: 1_000, interval: 20 };',
    },
  },
  accepts: {
    'a wait with patience, and the default of a poll': {
      'gateway/a.test.ts':
        'await vi.waitFor(() => expect(calls).toBe(1), { timeout: 30_000 }); await expect.poll(calls).toBe(1);',
    },
    'a test with more time': { 'gateway/a.test.ts': "test('a', async () => {}, 90_000);" },
    'a timeout of the program itself': { 'gateway/a.ts': 'fetchWith({ timeout: 500 });' },
  },
};
