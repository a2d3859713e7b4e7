import ts from 'typescript';
import { isCode, isTest, type SourceFile } from '../source-tree';
import { lineOf, visitNodes } from '../syntax';
import type { Violation, Wall } from '../wall';

const operations = 'subgraphs/users/operations/';
const workflows = 'subgraphs/users/workflows/';

/** The files that read the stored roles of an account or key, and what keeps that safe. */
const readers: Readonly<Record<string, string>> = {
  [`${workflows}sessions.ts`]: 'gives a session the roles that its sign-in allows',
  [`${workflows}exported-account.ts`]: 'shows an account to its owner',
  [`${operations}actor-rights.ts`]: 'answers services, which drop the roles that the token lacks',
  [`${operations}admit-admin.ts`]: 'reads the roles that are in the token, too',
  [`${operations}create-account.ts`]: 'audits the roles that the operator has chosen',
};

const isRoomOfUsers = (path: string): boolean =>
  (path.startsWith(operations) || path.startsWith(workflows)) && isCode(path) && !isTest(path);

/** The session's own roles: those in the token. */
const viewers = new Set(['viewer', 'actor']);

function readsRoles(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'roles') {
    return !(ts.isIdentifier(node.expression) && viewers.has(node.expression.text));
  }
  if (!ts.isBindingElement(node)) return false;
  const name = node.propertyName ?? node.name;
  return ts.isIdentifier(name) && name.text === 'roles';
}

function violationsIn(file: SourceFile): Violation[] {
  const found: Violation[] = [];
  visitNodes(file, (node) => {
    if (!readsRoles(node)) return;
    const message = 'reads stored roles; take what lockActor returns, or say here why it is safe';
    found.push({ path: file.path, line: lineOf(file, node), message });
  });
  return found;
}

const check = (files: readonly SourceFile[]): Violation[] =>
  files
    .filter(({ path }) => isRoomOfUsers(path) && readers[path] === undefined)
    .flatMap(violationsIn);

export const storedRolesApart: Wall = {
  name: 'operations of users decide by the roles of the session',
  why: 'A session begun without a second factor has fewer roles than its account; what it makes must not have more.',
  check,
  refuses: {
    'the roles of an account': {
      'subgraphs/users/operations/create-token.ts':
        'const problems = tokenProblems(input, owner.roles);',
    },
    'roles that are taken out of an account': {
      'subgraphs/users/workflows/tokens.ts': 'const { id, roles } = account;',
    },
    'roles that a parameter takes out under another name': {
      'subgraphs/users/workflows/tokens.ts': 'const of = ({ roles: held }) => held;',
    },
  },
  accepts: {
    'the roles of the session': {
      'subgraphs/users/operations/create-token.ts': [
        'const problems = tokenProblems(input, viewer.roles);',
        'store.create(viewer, (held) => tokenProblems(input, held));',
      ].join('\n'),
    },
    'roles that are given': {
      'subgraphs/users/operations/assign-roles.ts': "store.assign({ id, roles: ['CUSTOMER'] });",
    },
    'a listed reader': { [`${workflows}sessions.ts`]: 'const roles = user.roles;' },
    'a test': { [`${operations}me.test.ts`]: 'expect(account.roles).toEqual([]);' },
  },
};
