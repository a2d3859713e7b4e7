import type { Viewer } from './viewer';

/** What would allow something: one of these roles, or an API key with one of these scopes. */
export interface Requirement<Role extends string = string, Scope extends string = string> {
  readonly roles: readonly Role[];
  readonly scopes: readonly Scope[];
  /** Whether it also takes a recent sign-in. */
  readonly recentSignIn?: true;
}

const someone = { userId: '', address: '' } as const;

const personWith = (role: string): Viewer => ({
  ...someone,
  kind: 'user',
  roles: [role],
  generation: 0,
});

/** The key of an owner who holds every role: its roles never decide. */
const keyWith = (scope: string, roles: readonly string[]): Viewer => ({
  ...someone,
  kind: 'apiKey',
  keyId: '',
  secretId: '',
  quotaPerMinute: null,
  roles,
  scopes: [scope],
});

/**
 * Tries a test with each role and each scope, so that no list can differ from the test.
 * @param known all roles and scopes that can allow something.
 */
export function requirementOf(
  allows: (viewer: Viewer) => boolean,
  known: Requirement,
): Requirement {
  return {
    roles: known.roles.filter((role) => allows(personWith(role))),
    scopes: known.scopes.filter((scope) => allows(keyWith(scope, known.roles))),
  };
}
