import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './source-tree';
import { lineOf, visitNodes } from './syntax';
import type { Violation } from './wall';

export interface Import {
  /**
   * The imported path: for a relative import a path from the root without extension
   * (`subgraphs/orders/store/orders`), otherwise the package or builtin as written.
   */
  readonly target: string;
  readonly relative: boolean;
  /** Erased by the compiler: `import type`, or every name in the braces marked `type`. */
  readonly typeOnly: boolean;
  readonly line: number;
}

const extension = /\.(m?ts|tsx|m?js|json)$/;

function resolved(file: SourceFile, specifier: string): string {
  return posix.join(posix.dirname(file.path), specifier).replace(extension, '');
}

function declarationIsTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  if (clause.name || !names || !ts.isNamedImports(names)) return false;
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly);
}

function dynamicSpecifier(node: ts.Node): string | null {
  if (!ts.isCallExpression(node)) return null;
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  const [specifier] = node.arguments;
  return (isImport || isRequire) && specifier && ts.isStringLiteralLike(specifier)
    ? specifier.text
    : null;
}

function typeImportSpecifier(node: ts.Node): string | null {
  if (!ts.isImportTypeNode(node) || !ts.isLiteralTypeNode(node.argument)) return null;
  const { literal } = node.argument;
  return ts.isStringLiteral(literal) ? literal.text : null;
}

function staticSpecifier(node: ts.Node): string | null {
  if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return null;
  const { moduleSpecifier } = node;
  return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : null;
}

const cache = new WeakMap<SourceFile, readonly Import[]>();

/** All imports of a file: also re-exports, `require` and `import('…')`. */
export function importsOf(file: SourceFile): readonly Import[] {
  const known = cache.get(file);
  if (known) return known;
  const found: Import[] = [];
  const add = (node: ts.Node, specifier: string, typeOnly: boolean): void => {
    const relative = specifier.startsWith('.');
    const target = relative ? resolved(file, specifier) : specifier;
    found.push({ target, relative, typeOnly, line: lineOf(file, node) });
  };
  visitNodes(file, (node) => {
    const fixed = staticSpecifier(node);
    if (fixed !== null) {
      add(node, fixed, declarationIsTypeOnly(node as ts.ImportDeclaration | ts.ExportDeclaration));
      return;
    }
    const dynamic = dynamicSpecifier(node);
    if (dynamic !== null) add(node, dynamic, false);
    const type = typeImportSpecifier(node);
    if (type !== null) add(node, type, true);
  });
  cache.set(file, found);
  return found;
}

/** A violation for each import in which `faultOf` finds a fault. */
export function importViolations(
  file: SourceFile,
  faultOf: (imported: Import) => string | null,
): Violation[] {
  return importsOf(file).flatMap((imported) => {
    const message = faultOf(imported);
    return message === null ? [] : [{ path: file.path, line: imported.line, message }];
  });
}

/** Whether a path is the folder itself or inside it. */
export function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** The package of a bare import: `@prisma/client` of `@prisma/client/runtime`. */
export function packageOf(target: string): string {
  const [first = '', second] = target.split('/');
  return first.startsWith('@') && second !== undefined ? `${first}/${second}` : first;
}

/** The room of a path: `orders` for `subgraphs/orders/store/orders`; null outside of rooms. */
export function roomOf(path: string): string | null {
  return /^subgraphs\/([^/]+)(\/|$)/.exec(path)?.[1] ?? null;
}
