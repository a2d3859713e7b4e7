import { accessRules } from '../platform/auth/rules';
import { type Role, roles, type Scope, scopes } from './roles';

/** A STOREFRONT key may do what anonymous callers may, which is forbidden to nobody. */
const grantingScopes = scopes.filter((scope) => scope !== 'STOREFRONT');

/** What the rules of each room are made of, for the roles and scopes of this shop. */
export const { only, signedIn, person, noApiKeys, withRole, demand } = accessRules<Role, Scope>({
  roles,
  scopes: grantingScopes,
});
