import { allow, rule } from 'graphql-shield';
import { forbidden, unauthenticated } from '../graphql/errors';
import { hasRole, type Role, type Scope, scopeAllows, type Viewer } from './viewer';

/**
 * The words of which each room's `rules.ts` is made. A rule looks at the viewer alone; what needs
 * the row (whose is it?) is decided where the row is read, and looks like "not there".
 */
type Test = (viewer: Viewer) => boolean;

type ShieldRule = typeof allow | ReturnType<ReturnType<typeof rule>>;

/** Anybody, signed in or not. */
export const everyone: ShieldRule = allow;

/** A rule of its own. Not signed in: UNAUTHENTICATED; signed in and not allowed: FORBIDDEN. */
export function only(name: string, test: Test): ShieldRule {
  return rule(name, { cache: 'contextual' })(
    (_parent: unknown, _arguments: unknown, context: { viewer: Viewer }) => {
      if (test(context.viewer)) return true;
      return context.viewer.kind === 'anonymous' ? unauthenticated() : forbidden();
    },
  );
}

/** Any account: a person, or a key whose scopes hold the one named. */
export const signedIn = (scope?: Scope): ShieldRule =>
  only(
    `signedIn ${scope ?? 'any'}`,
    (viewer) => viewer.kind !== 'anonymous' && (scope === undefined || scopeAllows(viewer, scope)),
  );

/** A person who signed in: never a key. Keys manage no keys, passwords or roles. */
export const person: ShieldRule = only('person', (viewer) => viewer.kind === 'user');

/** Somebody with one of the roles; a key of theirs needs the scope too. */
export const withRole = (granted: readonly Role[], scope?: Scope): ShieldRule =>
  only(
    `withRole ${granted.join(' ')} ${scope ?? 'people only'}`,
    (viewer) =>
      hasRole(viewer, ...granted) &&
      (scope === undefined ? viewer.kind === 'user' : scopeAllows(viewer, scope)),
  );

/** Only the named service, on a schema that is not public. */
export const system: ShieldRule = only('system', (viewer) => viewer.kind === 'system');
