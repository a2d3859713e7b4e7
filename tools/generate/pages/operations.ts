import { posix } from 'node:path';
import ts from 'typescript';
import { importsOf, within } from '../../architecture/imports';
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
    const given = (name: string): string | null => {
      const option = optionOf(expression, name);
      return option ? textOf(option, file, scope) : null;
    };
    const name = given('name') ?? method.name.getText();
    return { kind, name, path: file.path, description: given('description') ?? '' };
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

/** The services that may call each internal field, as `internalCallers` of the room lists them. */
function callersIn(files: readonly SourceFile[]): Map<string, string> {
  const callers = new Map<string, string>();
  const readList = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isArrayLiteralExpression(node.initializer)) {
      const names = node.initializer.elements.filter(ts.isStringLiteral).map(({ text }) => text);
      callers.set(node.name.getText(), names.join(', '));
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

const fileCell = ({ path }: Operation, folder: string): string =>
  `[${posix.basename(path)}](${posix.relative(folder, path)})`;

/** The page of a room's operations: what clients may call, and what other services may. */
function operationsPage(room: string, files: readonly SourceFile[], scope: Scope): string {
  const folder = `${room}/operations`;
  const inRoom = files.filter(({ path }) => within(path, room) && !isTest(path));
  const entry = inRoom.filter(({ path }) => path === `${room}/internal.ts`);
  const internalFiles = new Set(
    entry.flatMap((file) => [file.path, ...importsOf(file).map(({ target }) => `${target}.ts`)]),
  );
  const all = inRoom
    .filter(({ path }) => within(path, folder) || internalFiles.has(path))
    .flatMap((file) => operationsIn(file, scope))
    .sort(byName);
  const callers = callersIn(inRoom);
  const cellsOf = (operation: Operation): string[] => [
    operation.kind === 'Query' ? 'query' : 'mutation',
    `\`${operation.name}\``,
    firstSentence(operation.description),
    fileCell(operation, folder),
  ];
  const isInternal = ({ path }: Operation): boolean => internalFiles.has(path);
  const heads = ['kind', 'name', 'what it does', 'file'];
  const publicTable = markdownTable(heads, all.filter((each) => !isInternal(each)).map(cellsOf));
  const internalTable = markdownTable(
    [...heads, 'callers'],
    all.filter(isInternal).map((each) => [...cellsOf(each), callers.get(each.name) ?? '']),
  );
  return `# Operations of ${posix.basename(room)}

Written by \`npm run generate\`, from the decorators of the operations; not to be edited. Files without a row resolve fields of types.

## Public
Clients call these through the gateway; [docs/permissions.md](../../../docs/permissions.md) says who may.

${publicTable}

## Internal
Other services call these; no client can.

${internalTable}
`;
}

/** One page for each room, by path. */
export function operationsPages(files: readonly SourceFile[]): Map<string, string> {
  const code = files.filter(({ path }) => path.endsWith('.ts'));
  const scope = scopeOf(code);
  const rooms = code.flatMap(
    ({ path }) => /^(subgraphs\/[^/]+)\/subgraph\.ts$/.exec(path)?.[1] ?? [],
  );
  return new Map(
    rooms.map((room) => [`${room}/operations/README.md`, operationsPage(room, code, scope)]),
  );
}
