import ts from 'typescript';
import { isCode, isTest, type SourceFile } from '../source-tree';
import { lineAt, lineOf, nodeViolations } from '../syntax';
import type { Wall } from '../wall';

const functionLinesMax = 60;

type WithBody = ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody };

const hasBody = (node: ts.Node): node is WithBody =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;

/** Whether the node is a callback of `describe`, which groups tests and does not count. */
function isChapter(node: ts.Node, path: string): boolean {
  if (!isTest(path) || !ts.isCallExpression(node.parent)) return false;
  return /^describe\b/.test(node.parent.expression.getText());
}

/** Lines from the name to the closing brace, without decorators. */
function spanOf(file: SourceFile, node: WithBody): number {
  return lineAt(file, node.end) - lineOf(file, node.name ?? node) + 1;
}

/**
 * The lines of a function without those of nested functions, which are checked separately, so that
 * a table of functions is not too long.
 */
function linesOf(file: SourceFile, node: WithBody): number {
  let inner = 0;
  const visit = (child: ts.Node): void => {
    if (hasBody(child)) inner += spanOf(file, child) - 1;
    else ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return spanOf(file, node) - inner;
}

const violationsIn = (file: SourceFile) =>
  nodeViolations(file, (node) => {
    if (!hasBody(node) || isChapter(node, file.path)) return null;
    const lines = linesOf(file, node);
    if (lines <= functionLinesMax) return null;
    const name = node.name ? `"${node.name.getText()}"` : 'a function';
    return `${name} has ${lines} lines; the limit is ${functionLinesMax}`;
  });

const body = (lines: number): string => `{\n${'  step();\n'.repeat(lines - 2)}}`;

export const shortFunctions: Wall = {
  name: `no function over ${functionLinesMax} lines`,
  why: 'A function that fits on a screen can be read from top to bottom, in named steps.',
  check: (files) => files.filter(({ path }) => isCode(path)).flatMap(violationsIn),
  refuses: {
    'a function': { 'gateway/server.ts': `function start() ${body(functionLinesMax + 1)}` },
    'an arrow function': {
      'gateway/server.ts': `const start = () => ${body(functionLinesMax + 1)};`,
    },
    'a method': { 'gateway/server.ts': `class S {\n  start() ${body(functionLinesMax + 1)}\n}` },
    'a constructor': {
      'gateway/server.ts': `class S {\n  constructor() ${body(functionLinesMax + 1)}\n}`,
    },
    'a single test': {
      'gateway/server.test.ts': `test('it starts', () => ${body(functionLinesMax + 1)});`,
    },
    'a script': { 'tools/check/check.mjs': `function start() ${body(functionLinesMax + 1)}` },
  },
  accepts: {
    'a table of functions': {
      'subgraphs/orders/store/orders.ts': `function store() { return {\n  a() ${body(40)},\n  b() ${body(40)},\n}; }`,
    },
    'the maximum number of lines': {
      'gateway/server.ts': `function start() ${body(functionLinesMax)}`,
    },
    'a group of tests': {
      'gateway/server.test.ts': `describe('server', () => ${body(functionLinesMax + 40)});`,
    },
    'many decorators above a method': {
      'subgraphs/orders/operations/place-order.ts': `class P {\n${'  @Rule()\n'.repeat(20)}  place() ${body(functionLinesMax - 10)}\n}`,
    },
  },
};
