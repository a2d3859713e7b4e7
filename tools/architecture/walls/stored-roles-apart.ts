import ts from 'typescript';
import { isCode, isTest, type SourceFile } from '../source-tree';
import { nodeViolations } from '../syntax';
import type { Violation, Wall } from '../wall';

const operations = 'subgraphs/users/operations/';
const internal = 'subgraphs/users/internal/';
const workflows = 'subgraphs/users/workflows/';

/** The files that read the stored roles of an account or key, and what keeps that safe. */
const readers: Readonly<Record<string, string>> = {
  [`${workflows}sessions.ts`]: 'gives a session the roles that its sign-in allows',
  [`${workflows}exported-account.ts`]: 'shows an account to its owner',
  [`${internal}actor-rights.ts`]: 'answers services, which drop the roles that the token lacks',
  [`${internal}admit-admin.ts`]: 'reads the roles that are in the token, too',
  [`${internal}create-account.ts`]: 'audits the roles that the operator has chosen',
};

const isRoomOfUsers = (path: string): boolean =>
  [operations, internal, workflows].some((folder) => path.startsWith(folder)) &&
  isCode(path) &&
  !isTest(path);

/** The session's own roles: those in the token. */
const viewers = new Set(['viewer', 'actor']);

/** `store.roles.assign` is the statement that changes roles; it reads none for its caller. */
const assignsRoles = ({ parent }: ts.Node): boolean => parent.getText() === 'store.roles.assign';

function readsRoles(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'roles') {
    const isViewers = ts.isIdentifier(node.expression) && viewers.has(node.expression.text);
    return !isViewers && !assignsRoles(node);
  }
  if (!ts.isBindingElement(node)) return false;
  const name = node.propertyName ?? node.name;
  return ts.isIdentifier(name) && name.text === 'roles';
}

const violationsIn = (file: SourceFile) =>
  nodeViolations(file, (node) =>
    readsRoles(node)
      ? 'reads stored roles; take what lockActor returns, or say here why it is safe'
      : null,
  );

/** Listed files that read no roles: a later file of that name would be trusted without a review. */
function unneeded(files: readonly SourceFile[]): Violation[] {
  const reading = files.filter((file) => violationsIn(file).length > 0).map(({ path }) => path);
  return Object.keys(readers)
    .filter((path) => !reading.includes(path))
    .map((path) => ({ path, message: 'is listed in this wall, but reads no stored roles' }));
}

function check(files: readonly SourceFile[]): Violation[] {
  const room = files.filter(({ path }) => isRoomOfUsers(path));
  const unlisted = room.filter(({ path }) => readers[path] === undefined);
  return [...unlisted.flatMap(violationsIn), ...unneeded(room)];
}

/** The listed readers, and a file with this text. */
const fixture = (path: string, text: string): Record<string, string> => ({
  ...Object.fromEntries(Object.keys(readers).map((reader) => [reader, 'use(account.roles);'])),
  [path]: text,
});

export const storedRolesApart: Wall = {
  name: 'operations of users decide by the roles of the session',
  why: 'A session begun without a second factor has fewer roles than its account; what it makes must not have more.',
  check,
  refuses: {
    'the roles of an account': fixture(
      `${operations}create-token.ts`,
      'const problems = tokenProblems(input, owner.roles);',
    ),
    'the roles of an account, for another service': fixture(
      `${internal}access-token-for.ts`,
      'const token = sign(account.roles);',
    ),
    'roles that are taken out of an account': fixture(
      `${workflows}tokens.ts`,
      'const { id, roles } = account;',
    ),
    'roles that a parameter takes out under another name': fixture(
      `${workflows}tokens.ts`,
      'const of = ({ roles: held }) => held;',
    ),
    'roles that the store returns': fixture(
      `${workflows}tokens.ts`,
      'const held = await store.roles.of(userId);',
    ),
    'a listed reader that reads none': fixture(`${workflows}sessions.ts`, 'start();'),
  },
  accepts: {
    'the roles of the session': fixture(
      `${operations}create-token.ts`,
      [
        'const problems = tokenProblems(input, viewer.roles);',
        'store.create(viewer, (held) => tokenProblems(input, held));',
      ].join('\n'),
    ),
    'roles that are given': fixture(
      `${operations}assign-roles.ts`,
      "store.roles.assign({ id, roles: ['CUSTOMER'] });",
    ),
    'a listed reader': fixture(`${workflows}sessions.ts`, 'const roles = user.roles;'),
    'a test': fixture(`${operations}me.test.ts`, 'expect(account.roles).toEqual([]);'),
  },
};
