import ts from 'typescript';
import { isCode, type SourceFile } from '../source-tree';
import { lineOf, visitNodes } from '../syntax';
import type { Violation, Wall } from '../wall';

const isSpreadLiteral = (node: ts.Node): boolean =>
  (ts.isSpreadAssignment(node) && ts.isObjectLiteralExpression(node.expression)) ||
  (ts.isSpreadElement(node) && ts.isArrayLiteralExpression(node.expression));

function violationsIn(file: SourceFile): Violation[] {
  const found: Violation[] = [];
  visitNodes(file, (node) => {
    if (!isSpreadLiteral(node)) return;
    const message = 'spreads a literal; write its members into the outer one';
    found.push({ path: file.path, line: lineOf(file, node), message });
  });
  return found;
}

export const flatLiterals: Wall = {
  name: 'no literal is spread into another',
  why: 'It only packs several members into a line. A function that is too long is split instead.',
  check: (files) =>
    files.filter(({ path, text }) => isCode(path) && text.includes('...')).flatMap(violationsIn),
  refuses: {
    'an object in an object': { 'gateway/a.ts': 'const a = { ...{ b, c }, d };' },
    'an array in an array': { 'bench/a.ts': 'const a = [...[1, 2], ...[3, 4]];' },
    'an array among arguments': { 'cli/a.mjs': "run(...['--all', '--json']);" },
  },
  accepts: {
    'a variable, and a condition': {
      'gateway/a.ts':
        'const a = { ...b, ...(c ? { d } : {}) }; const e = [...f, ...(g ? [h] : [])];',
    },
  },
};
