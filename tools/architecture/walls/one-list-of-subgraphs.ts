import ts from 'typescript';
import { subgraphNames } from '../../../config/subgraphs';
import { within } from '../imports';
import { isCode, isTestingCode, type SourceFile } from '../source-tree';
import { lineOf, visitNodes } from '../syntax';
import type { Violation, Wall } from '../wall';

/** This many names together are a list of the subgraphs; two are a relation between subgraphs. */
const listedMin = 3;

/** Code that treats all subgraphs alike, and so names none. */
const namesNone = [
  'config',
  'gateway',
  'platform',
  'tools/build',
  'tools/check',
  'tools/dev',
  'cli/certificates',
  'cli/configuration',
  'cli/persisted-operations',
  'cli/running',
  'cli/start',
  'cli/topology',
];

/** The folders in which members with these names are services to call. */
const asksServices = ['subgraphs', 'verify'];

/** Files that need particular subgraphs, each with its purpose. */
const meansParticular: Readonly<Record<string, string>> = {
  'config/subgraphs.ts': 'the list',
  'cli/topology/compose-subgraphs.ts': 'the composition of each, and the subgraphs that it calls',
  'cli/topology/fill-remotely.ts': 'the demo shop: accounts and products',
  'cli/import/rooms.ts': 'the subgraphs that the importer calls',
  'cli/verify/rooms.ts': 'the subgraphs that are compared',
  'cli/running/call-users.ts': 'accounts, and the keys of users',
  'gateway/served-schema.ts': 'the query fields that subscriptions read',
  'tools/generate/permissions/internal-callers.test.ts':
    'which service may call which field, written by hand',
  'bench/filled-shop.ts': 'connections for these rows',
  'tools/generate/pages/retention.ts': 'tables of each database, written by hand',
  'testing/fill/fill.ts': 'rows for particular tables',
};

const allNames: readonly string[] = subgraphNames;

function listsNames(words: readonly string[]): boolean {
  return new Set(words.filter((word) => allNames.includes(word))).size >= listedMin;
}

const conjunctions = ['and', 'or'];
const wordsOf = (text: string): string[] => text.toLowerCase().split(/[^a-z]+/);

/**
 * Whether a text enumerates the names: `(orders|users|inventory)`, "orders, users and inventory".
 */
function enumeratesNames(text: string): boolean {
  const words = wordsOf(text).filter((word) => word !== '' && !conjunctions.includes(word));
  return words.some((_, start) => listsNames(words.slice(start, start + listedMin)));
}

function literalText(node: ts.Node): string | null {
  if (ts.isLiteralTypeNode(node)) return literalText(node.literal);
  return ts.isStringLiteralLike(node) ? node.text : null;
}

/** The name of a member; null for a shorthand, which is named elsewhere, and for a phrase. */
function memberName(member: ts.Node): string | null {
  if (ts.isShorthandPropertyAssignment(member)) return null;
  const { name } = member as { name?: ts.Node };
  if (name === undefined) return null;
  const text = ts.isIdentifier(name) ? name.text : literalText(name);
  return text?.includes(' ') ? null : text;
}

const wordsOfAll = (texts: readonly (string | null)[]) =>
  texts.flatMap((text) => (text === null ? [] : wordsOf(text)));

function isList(node: ts.Node): boolean {
  if (ts.isArrayLiteralExpression(node) || ts.isTupleTypeNode(node)) {
    return listsNames(wordsOfAll(node.elements.map(literalText)));
  }
  if (ts.isUnionTypeNode(node)) return listsNames(wordsOfAll(node.types.map(literalText)));
  const isText = ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node);
  return isText && enumeratesNames(node.text);
}

function hasMembersOfAll(node: ts.Node): boolean {
  if (ts.isObjectLiteralExpression(node)) {
    return listsNames(wordsOfAll(node.properties.map(memberName)));
  }
  const isType = ts.isTypeLiteralNode(node) || ts.isInterfaceDeclaration(node);
  return isType && listsNames(wordsOfAll(node.members.map(memberName)));
}

function violationsOf(file: SourceFile): Violation[] {
  const { path } = file;
  const mayNameOne = isTestingCode(path) || !namesNone.some((folder) => within(path, folder));
  const mayHaveMembers = asksServices.some((folder) => within(path, folder));
  // Most files are cleared by their text, without being parsed.
  const text = file.text.toLowerCase();
  const namesHeld = allNames.filter((name) => text.includes(name)).length;
  if (namesHeld < (mayNameOne ? listedMin : 1)) return [];
  const found: Violation[] = [];
  const add = (node: ts.Node, message: string) =>
    found.push({ path, line: lineOf(file, node), message });
  visitNodes(file, (node) => {
    if (isList(node) || (!mayHaveMembers && hasMembersOfAll(node))) {
      add(node, 'lists the subgraphs; read config/subgraphs.ts');
    }
    const literal = literalText(node);
    const isName = literal !== null && allNames.includes(literal);
    if (!mayNameOne && isName && !ts.isLiteralTypeNode(node)) {
      add(node, `names the subgraph ${literal}, but this code treats all alike`);
    }
  });
  return found;
}

function check(files: readonly SourceFile[]): Violation[] {
  return files
    .filter(({ path }) => isCode(path) && !within(path, 'tools/architecture'))
    .flatMap((file) => {
      const found = violationsOf(file);
      if (!Object.hasOwn(meansParticular, file.path)) return found;
      const { path } = file;
      return found.length > 0 ? [] : [{ path, message: 'needs no exception in this wall' }];
    });
}

const fixture = (path: string, text: string) => ({ [path]: text });

export const oneListOfSubgraphs: Wall = {
  name: 'only config/subgraphs.ts lists the subgraphs',
  why: 'A new subgraph needs a room, a row and its composition, without a search for lists.',
  check,
  refuses: {
    'an array of the names': fixture(
      'cli/topology/servers.ts',
      "export const rooms = ['orders', 'users', 'inventory'] as const;",
    ),
    'an array of the names among others': fixture(
      'e2e/metrics/metrics.test.ts',
      "const parts = ['gateway', 'users', 'inventory', 'orders', 'orders-jobs'];",
    ),
    'a union of the names': fixture(
      'cli/verify/ask.ts',
      "type Room = 'orders' | 'users' | 'inventory';",
    ),
    'an object with a value for each': fixture(
      'cli/topology/one-process.ts',
      'const pools = { orders: open(1), users: open(2), inventory: open(3) };',
    ),
    'settings of each': fixture(
      'bench/bench-shop.ts',
      'const settings = { SERVICES_USERS_PORT: 1, SERVICES_ORDERS_PORT: 2, SERVICES_INVENTORY_PORT: 3 };',
    ),
    'a type with a member for each': fixture(
      'cli/topology/parts.ts',
      'interface Urls { orders: string; users: string; inventory: string }',
    ),
    'an expression that matches any of the names': fixture(
      'config/schema/changeable.ts',
      'const addresses = /^database\\.(orders|users|inventory)\\.url$/;',
    ),
    'a text that enumerates them': fixture(
      'cli/commands/migrate.ts',
      "const help = 'Brings the databases of orders, users and inventory up to date.';",
    ),
    'a name in code that treats all alike': fixture(
      'cli/topology/distributed.ts',
      "start({ name: 'users' });",
    ),
    'an exception that is not needed': fixture(
      'cli/running/call-users.ts',
      'export const noNames = 1;',
    ),
    'a name in what a running shop is asked': fixture(
      'cli/running/status.ts',
      "const room = statuses.get('orders');",
    ),
    'a comparison with a name': fixture(
      'cli/topology/servers.ts',
      "const demand = (room) => (room === 'orders' ? 2 : 1);",
    ),
  },
  accepts: {
    'the list': fixture(
      'config/subgraphs.ts',
      'export const subgraphs = { orders: {}, users: {}, inventory: {} };',
    ),
    'a composition': fixture(
      'cli/topology/compose-subgraphs.ts',
      "const users = usersSubgraph({ ...given('users') }); return { users, inventory, orders };",
    ),
    'a room that names the subgraphs it calls, in its composition': fixture(
      'subgraphs/orders/main.ts',
      "const [users, inventory] = [internalCall(parts, 'users'), internalCall(parts, 'inventory')];",
    ),
    'services to call': fixture(
      'verify/sources.ts',
      'interface Calls { orders: ServiceCall; inventory: ServiceCall; users: ServiceCall }',
    ),
    'fields of the API': fixture(
      'bench/hostile/operations/roots.ts',
      "const roots = ['orders', 'users', 'auditLog', 'products'];",
    ),
    'a journey that reads one database': fixture(
      'e2e/many-processes/jobs.ts',
      "const orders = await shop.database('orders');",
    ),
    'settings of the business': fixture(
      'config/schema/changeable.ts',
      "const changeable = ['orders.linesMax', 'orders.fraud'];",
    ),
  },
};
