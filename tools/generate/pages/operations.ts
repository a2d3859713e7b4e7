import { posix } from 'node:path';
import ts from 'typescript';
import { within } from '../../architecture/imports';
import { isTest, type SourceFile } from '../../architecture/source-tree';
import { visitNodes } from '../../architecture/syntax';
import { type Scope, scopeOf, textOf } from './constants';
import { markdownTable } from './marks';

/** A root field of a room's schema, and where it is answered. */
interface Operation {
  readonly kind: 'Query' | 'Mutation';
  readonly name: string;
  readonly path: string;
  readonly description: string;
}

const isKind = (name: string): name is Operation['kind'] => name === 'Query' || name === 'Mutation';

/** The options of a decorator such as `@Query(() => Order, { nullable: true, description: '…' })`. */
function optionOf(call: ts.CallExpression, name: string): ts.Expression | undefined {
  const options = call.arguments.find(ts.isObjectLiteralExpression);
  const found = options?.properties.find(
    (property) => ts.isPropertyAssignment(property) && property.name.getText() === name,
  );
  return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

function operationOf(
  method: ts.MethodDeclaration,
  file: SourceFile,
  scope: Scope,
): Operation | null {
  for (const { expression } of ts.getDecorators(method) ?? []) {
    if (!ts.isCallExpression(expression)) continue;
    const kind = expression.expression.getText();
    if (!isKind(kind)) continue;
    const valueNamed = (name: string): string | null => {
      const option = optionOf(expression, name);
      return option ? textOf(option, file, scope) : null;
    };
    const name = valueNamed('name') ?? method.name.getText();
    return { kind, name, path: file.path, description: valueNamed('description') ?? '' };
  }
  return null;
}

function operationsIn(file: SourceFile, scope: Scope): Operation[] {
  const found: Operation[] = [];
  visitNodes(file, (node) => {
    const operation = ts.isMethodDeclaration(node) ? operationOf(node, file, scope) : null;
    if (operation) found.push(operation);
  });
  return found;
}

/** The names in a list, or the name of a list: `everyService` is every service. */
function callersOf(list: ts.Expression): string {
  return ts.isArrayLiteralExpression(list)
    ? list.elements
        .filter(ts.isStringLiteral)
        .map(({ text }) => text)
        .join(', ')
    : list.getText().replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The services that may call each internal field, as `internalCallers` of the room lists them. */
function callersIn(files: readonly SourceFile[]): Map<string, string> {
  const callers = new Map<string, string>();
  const readList = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && !ts.isObjectLiteralExpression(node.initializer)) {
      callers.set(node.name.getText(), callersOf(node.initializer));
    }
    ts.forEachChild(node, readList);
  };
  for (const file of files) {
    visitNodes(file, (node) => {
      const isTable = ts.isVariableDeclaration(node) && node.name.getText() === 'internalCallers';
      if (isTable) readList(node);
    });
  }
  return callers;
}

const firstSentence = (text: string): string => /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;

const byName = (one: Operation, other: Operation): number =>
  one.kind === other.kind ? (one.name < other.name ? -1 : 1) : one.kind < other.kind ? 1 : -1;

/** The page of a folder of a room. If it has `callers`, they are a column of its table. */
interface Page {
  readonly folder: 'operations' | 'internal';
  readonly title: string;
  readonly intro: string;
  readonly callers: ReadonlyMap<string, string> | null;
}

function pageText(page: Page, files: readonly SourceFile[], scope: Scope): string {
  const rows = files
    .flatMap((file) => operationsIn(file, scope))
    .sort(byName)
    .map(({ kind, name, path, description }) => [
      kind === 'Query' ? 'query' : 'mutation',
      `\`${name}\``,
      firstSentence(description),
      `[${posix.basename(path)}](${posix.basename(path)})`,
      ...(page.callers ? [page.callers.get(name) ?? ''] : []),
    ]);
  const heads = ['kind', 'name', 'what it does', 'file', ...(page.callers ? ['callers'] : [])];
  return `# ${page.title}

${page.intro}

Written by \`npm run generate\`, from the decorators of the operations; not to be edited.

${markdownTable(heads, rows)}
`;
}

/** The pages of a room: one for what clients may call, one for what other services may call. */
function pagesOf(room: string, files: readonly SourceFile[], scope: Scope): [string, string][] {
  const name = posix.basename(room);
  const filesOf = (folder: string): SourceFile[] =>
    files.filter(({ path }) => within(path, `${room}/${folder}`) && !isTest(path));
  const pages: Page[] = [
    {
      folder: 'operations',
      title: `Operations of ${name}`,
      intro:
        'Clients call these through the gateway; [docs/permissions.md](../../../docs/permissions.md) says who may. Files without a row resolve fields of types.',
      callers: null,
    },
    {
      folder: 'internal',
      title: `Internal operations of ${name}`,
      intro: 'Other services and the commands (`cli`) call these; no client can.',
      callers: callersIn(filesOf('internal')),
    },
  ];
  return pages.map((page) => [
    `${room}/${page.folder}/README.md`,
    pageText(page, filesOf(page.folder), scope),
  ]);
}

/** Two pages for each room, by path. */
export function operationsPages(files: readonly SourceFile[]): Map<string, string> {
  const code = files.filter(({ path }) => path.endsWith('.ts'));
  const scope = scopeOf(code);
  const rooms = code.flatMap(
    ({ path }) => /^(subgraphs\/[^/]+)\/subgraph\.ts$/.exec(path)?.[1] ?? [],
  );
  return new Map(rooms.flatMap((room) => pagesOf(room, code, scope)));
}
