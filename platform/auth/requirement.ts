import { forbidden } from '../graphql/errors';
import { type Role, roles, type Scope, scopes, type Viewer } from './viewer';

/** What would allow something: one of these roles, or an API key with one of these scopes. */
export interface Requirement {
  readonly roles: readonly Role[];
  readonly scopes: readonly Scope[];
}

const someone = { userId: '', address: '' } as const;

const personWith = (role: Role): Viewer => ({
  ...{ ...someone, kind: 'user', roles: [role], generation: 0 },
});

/** The key of an owner who holds every role: its roles never decide. */
const keyWith = (scope: Scope): Viewer => ({
  ...{ ...someone, kind: 'apiKey', keyId: '', secretId: '', quotaPerMinute: null },
  ...{ roles, scopes: [scope] },
});

/** A STOREFRONT key may do what anonymous callers may, which is forbidden to nobody. */
const grantingScopes = scopes.filter((scope) => scope !== 'STOREFRONT');

/** Tries a test with each role and each scope, so that no list can differ from the test. */
export function requirementOf(allows: (viewer: Viewer) => boolean): Requirement {
  return {
    roles: roles.filter((role) => allows(personWith(role))),
    scopes: grantingScopes.filter((scope) => allows(keyWith(scope))),
  };
}

/** @throws FORBIDDEN, with what would allow it, unless the test allows the viewer. */
export function demand(allows: (viewer: Viewer) => boolean, viewer: Viewer): void {
  if (!allows(viewer)) throw forbidden(requirementOf(allows));
}
