import { extname } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './source-tree';
import type { Violation } from './wall';

const parsed = new WeakMap<SourceFile, ts.SourceFile>();

/** The syntax tree of a file, parsed once for all walls. Types are not resolved. */
export function syntaxOf(file: SourceFile): ts.SourceFile {
  const known = parsed.get(file);
  if (known) return known;
  const kind = ['.ts', '.mts'].includes(extname(file.path)) ? ts.ScriptKind.TS : ts.ScriptKind.TSX;
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true, kind);
  parsed.set(file, tree);
  return tree;
}

/** The names of the decorators of a class or member, such as `Resolver`. */
export function decoratorsOf(node: ts.HasDecorators): string[] {
  return (ts.getDecorators(node) ?? []).flatMap(({ expression }) =>
    ts.isCallExpression(expression) && ts.isIdentifier(expression.expression)
      ? [expression.expression.text]
      : [],
  );
}

/** Calls `visit` on every node of the file, parents before children. */
export function visitNodes(file: SourceFile, visit: (node: ts.Node) => void): void {
  const walk = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, walk);
  };
  walk(syntaxOf(file));
}

/** The classes of a file that are decorated with `@Resolver`. */
export function resolversIn(file: SourceFile): ts.ClassDeclaration[] {
  const found: ts.ClassDeclaration[] = [];
  visitNodes(file, (node) => {
    if (ts.isClassDeclaration(node) && decoratorsOf(node).includes('Resolver')) found.push(node);
  });
  return found;
}

/** The line of a position, from 1. */
export function lineAt(file: SourceFile, position: number): number {
  return syntaxOf(file).getLineAndCharacterOfPosition(position).line + 1;
}

export function lineOf(file: SourceFile, node: ts.Node): number {
  return lineAt(file, node.getStart(syntaxOf(file)));
}

/** A violation for each node in which `faultOf` finds a fault. */
export function nodeViolations(
  file: SourceFile,
  faultOf: (node: ts.Node) => string | null,
): Violation[] {
  const found: Violation[] = [];
  visitNodes(file, (node) => {
    const message = faultOf(node);
    if (message !== null) found.push({ path: file.path, line: lineOf(file, node), message });
  });
  return found;
}
