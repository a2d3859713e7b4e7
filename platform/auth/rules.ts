import { allow, rule } from 'graphql-shield';
import { forbidden, sessionEnded, unauthenticated } from '../graphql/errors';
import type { RequestScope } from '../graphql/request-scope';
import { type Requirement, requirementOf } from '../requests/requirement';
import { hasRole, scopeAllows, type Viewer } from '../requests/viewer';
import type { LookupRights } from './current-rights';

/**
 * The building blocks of each room's `rules.ts`. A rule sees the viewer only. Checks that need the
 * row (whose is it?) happen where the row is read, and a denied row looks like a missing one.
 */
type Test = (viewer: Viewer) => boolean;

type ShieldRule = typeof allow | ReturnType<ReturnType<typeof rule>>;

/** Everybody, signed in or not. */
export const everyone: ShieldRule = allow;

/** The decision of a rule: true, or why not. */
type Verdict = (viewer: Viewer) => true | Error;

const verdicts = new WeakMap<object, Verdict>();

function verdictOf(test: Test, known: Requirement): Verdict {
  let requires: Requirement | null = null;
  return (viewer) => {
    if (test(viewer)) return true;
    if (viewer.kind === 'anonymous' && !viewer.storefront) return unauthenticated();
    requires ??= requirementOf(test, known);
    return forbidden(requires);
  };
}

function viewerRule(name: string, verdict: Verdict): ShieldRule {
  const made = rule(name, { cache: 'contextual' })(
    (_parent: unknown, _arguments: unknown, context: { viewer: Viewer }) => verdict(context.viewer),
  );
  verdicts.set(made, verdict);
  return made;
}

/**
 * The rules for a set of roles and scopes.
 * @param known all roles and scopes that can allow something; FORBIDDEN names those that would.
 */
export function accessRules<Role extends string, Scope extends string>(
  known: Requirement<Role, Scope>,
) {
  /**
   * A custom rule. UNAUTHENTICATED if not signed in; FORBIDDEN, with what would allow it, if signed
   * in and not allowed.
   */
  const only = (name: string, test: Test): ShieldRule => viewerRule(name, verdictOf(test, known));
  return {
    only,

    /** Any account: a person, or a key with the given scope. */
    signedIn: (scope?: Scope): ShieldRule =>
      only(
        `signedIn ${scope ?? 'any'}`,
        (viewer) =>
          viewer.kind !== 'anonymous' && (scope === undefined || scopeAllows(viewer, scope)),
      ),

    /** A signed-in person, never a key: keys may not manage keys, passwords or roles. */
    person: only('person', (viewer) => viewer.kind === 'user'),

    /** Everybody except keys. */
    noApiKeys: only('never keys', (viewer) => viewer.kind !== 'apiKey'),

    /** A person with one of the roles; their key needs the scope too. */
    withRole: (granted: readonly Role[], scope?: Scope): ShieldRule =>
      only(
        `withRole ${granted.join(' ')} ${scope ?? 'people only'}`,
        (viewer) =>
          hasRole(viewer, ...granted) &&
          (scope === undefined ? viewer.kind === 'user' : scopeAllows(viewer, scope)),
      ),

    /** @throws FORBIDDEN, with what would allow it, unless the test allows the viewer. */
    demand(test: Test, viewer: Viewer): void {
      if (!test(viewer)) throw forbidden(requirementOf(test, known));
    },
  };
}

/** The part of the request context that rules about current rights use. */
interface RightsContext extends RequestScope {
  readonly rights: LookupRights;
}

const asOfNowRules = new WeakSet<object>();

/** Whether the rule asks users on each call. */
export const isAsOfNow = (checked: object): boolean => asOfNowRules.has(checked);

/**
 * The same rule, applied to the viewer's current rights, for changes that outlast the session: a
 * token or a cached key may be seconds older than the last change. Checked for each field.
 * @param concerns whose rights are checked; everybody's, if left out.
 */
export function asOfNow(name: string, inner: ShieldRule, concerns: Test = () => true): ShieldRule {
  const verdict = verdicts.get(inner);
  if (verdict === undefined) throw new Error(`The rule "${name}" has no test of the viewer.`);
  const checked = rule(name, { cache: 'no_cache' })(
    async (_parent: unknown, _arguments: unknown, context: RightsContext) => {
      const claimed = verdict(context.viewer);
      if (claimed !== true || !concerns(context.viewer)) return claimed;
      try {
        const { viewer, hasEnded } = await context.rights(context);
        if (viewer === null) return sessionEnded();
        const held = verdict(viewer);
        return held === true && hasEnded ? sessionEnded() : held;
      } catch (error) {
        // The shield would treat an exception in a rule as a denial.
        return error as Error;
      }
    },
  );
  asOfNowRules.add(checked);
  return checked;
}

/** The services that may call a field of an internal schema, by their certificate names. */
export type InternalCallers = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const calledBy = (callers: readonly string[]): ShieldRule =>
  rule(`called by ${callers.join(', ')}`, { cache: 'contextual' })(
    (_parent: unknown, _arguments: unknown, { viewer, caller }: RequestScope) => {
      if (viewer.kind === 'anonymous') return unauthenticated();
      const isNamed = caller !== undefined && callers.includes(caller);
      return viewer.kind === 'system' && isNamed ? true : forbidden();
    },
  );

/** The rules of an internal schema: the system itself, from a service that needs the field. */
export function internalRulesOf<Table extends InternalCallers>(
  table: Table,
): { readonly [Type in keyof Table]: Readonly<Record<keyof Table[Type], ShieldRule>> } {
  // The shield rejects two rules with the same name.
  const made = new Map<string, ShieldRule>();
  const ruleFor = (callers: readonly string[]): ShieldRule => {
    const name = callers.join(' ');
    const known = made.get(name) ?? calledBy(callers);
    made.set(name, known);
    return known;
  };
  const types = Object.entries(table).map(([type, fields]) => {
    const rules = Object.entries(fields).map(([field, callers]) => [field, ruleFor(callers)]);
    return [type, Object.fromEntries(rules)];
  });
  return Object.fromEntries(types);
}
