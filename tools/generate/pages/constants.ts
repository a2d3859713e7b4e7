import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from '../../architecture/source-tree';
import { syntaxOf } from '../../architecture/syntax';

/** A number at the top level of a file, with what its doc comment says. */
export interface Constant {
  readonly name: string;
  readonly path: string;
  readonly isExported: boolean;
  readonly value: number | bigint;
  /** The doc comment without its tags, on one line; empty without one. */
  readonly comment: string;
  /** The tags by name, without the `@`. */
  readonly tags: Readonly<Record<string, string>>;
}

interface Declared {
  readonly file: SourceFile;
  readonly statement: ts.VariableStatement;
  readonly name: string;
  readonly value: ts.Expression;
}

/** The constants at the top level of all files. */
export type Scope = ReadonlyMap<string, Declared>;

const oneLine = (text: string | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ').trim();

function declaredIn(file: SourceFile): Declared[] {
  return syntaxOf(file).statements.flatMap((statement) => {
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      ts.isIdentifier(name) && initializer
        ? [{ file, statement, name: name.text, value: initializer }]
        : [],
    );
  });
}

const keyOf = (path: string, name: string): string => `${path.replace(/\.ts$/, '')}#${name}`;

/** Where a name of a file is declared: in the file, or in the one that it is imported from. */
function keyOfName(file: SourceFile, name: string): string {
  for (const statement of syntaxOf(file).statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    const found = bindings.elements.find((element) => element.name.text === name);
    if (!found || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const from = posix.join(posix.dirname(file.path), statement.moduleSpecifier.text);
    return keyOf(from, (found.propertyName ?? found.name).text);
  }
  return keyOf(file.path, name);
}

/** The file that declares a name of a file. */
export const fileOfName = (file: SourceFile, name: string): string =>
  `${keyOfName(file, name).split('#')[0]}.ts`;

const operators = new Map<ts.SyntaxKind, (one: bigint | number, other: bigint | number) => unknown>(
  [
    [ts.SyntaxKind.PlusToken, (one, other) => Number(one) + Number(other)],
    [ts.SyntaxKind.MinusToken, (one, other) => Number(one) - Number(other)],
    [ts.SyntaxKind.AsteriskToken, (one, other) => Number(one) * Number(other)],
    [ts.SyntaxKind.SlashToken, (one, other) => Number(one) / Number(other)],
    [ts.SyntaxKind.AsteriskAsteriskToken, (one, other) => Number(one) ** Number(other)],
  ],
);

/** The number that an expression of literals and constants gives; null for anything else. */
function numberOf(node: ts.Expression, file: SourceFile, scope: Scope): number | bigint | null {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isBigIntLiteral(node)) return BigInt(node.text.replace(/n$/, ''));
  if (ts.isParenthesizedExpression(node)) return numberOf(node.expression, file, scope);
  if (ts.isIdentifier(node)) {
    const declared = scope.get(keyOfName(file, node.text));
    return declared ? numberOf(declared.value, declared.file, scope) : null;
  }
  if (!ts.isBinaryExpression(node)) return null;
  const one = numberOf(node.left, file, scope);
  const other = numberOf(node.right, file, scope);
  const compute = operators.get(node.operatorToken.kind);
  return one === null || other === null || !compute ? null : (compute(one, other) as number);
}

/**
 * The text that literals, `+` and templates give, on one line; a part that is neither a literal nor
 * a constant stays as it is written.
 */
export function textOf(node: ts.Expression, file: SourceFile, scope: Scope): string {
  if (ts.isStringLiteralLike(node)) return oneLine(node.text);
  if (ts.isBinaryExpression(node)) {
    const parts = [node.left, node.right].map((part) => textOf(part, file, scope));
    return oneLine(parts.join(' '));
  }
  if (ts.isTemplateExpression(node)) {
    const rest = node.templateSpans.map(
      ({ expression, literal }) => `${textOf(expression, file, scope)}${literal.text}`,
    );
    return oneLine([node.head.text, ...rest].join(''));
  }
  return numberOf(node, file, scope)?.toLocaleString('en-US') ?? node.getText();
}

function documentationOf(statement: ts.VariableStatement): Pick<Constant, 'comment' | 'tags'> {
  const [doc] = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
  const tags = (doc?.tags ?? []).map((tag): [string, string] => [
    tag.tagName.text,
    oneLine(ts.getTextOfJSDocComment(tag.comment)),
  ]);
  return {
    comment: oneLine(ts.getTextOfJSDocComment(doc?.comment)),
    tags: Object.fromEntries(tags),
  };
}

const scopeOfAll = (all: readonly Declared[]): Scope =>
  new Map(all.map((each) => [keyOf(each.file.path, each.name), each]));

export const scopeOf = (files: readonly SourceFile[]): Scope =>
  scopeOfAll(files.flatMap(declaredIn));

/**
 * All numeric constants at the top level of these files, in the order in which they are written.
 */
export function constantsOf(files: readonly SourceFile[]): Constant[] {
  const all = files.flatMap(declaredIn);
  const scope = scopeOfAll(all);
  return all.flatMap(({ file, statement, name, value: node }) => {
    const value = numberOf(node, file, scope);
    if (value === null) return [];
    const isExported = Boolean(
      statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
    );
    return [{ name, path: file.path, isExported, value, ...documentationOf(statement) }];
  });
}
