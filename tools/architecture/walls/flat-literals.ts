import ts from 'typescript';
import { isCode, type SourceFile } from '../source-tree';
import { nodeViolations } from '../syntax';
import type { Wall } from '../wall';

const isSpreadLiteral = (node: ts.Node): boolean =>
  (ts.isSpreadAssignment(node) && ts.isObjectLiteralExpression(node.expression)) ||
  (ts.isSpreadElement(node) && ts.isArrayLiteralExpression(node.expression));

const violationsIn = (file: SourceFile) =>
  nodeViolations(file, (node) =>
    isSpreadLiteral(node) ? 'spreads a literal; write its members into the outer one' : null,
  );

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
