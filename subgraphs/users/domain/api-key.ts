import { type FieldProblem, textProblem } from '../../../platform/values/text';
import { listProblem } from './input-list';

const nameCharactersMax = 100;
/**
 * The largest quota of an ADMIN's keys, unless the default is larger. A quota above the joint
 * limit of an owner's keys has no effect.
 * @exceeded VALIDATION
 */
export const quotaPerMinuteMax = 60_000;
export const overlapSecondsDefault = 86_400;
/**
 * How long an old secret of a key stays valid after a rotation.
 * @exceeded VALIDATION
 * @test subgraphs/users/operations/rotate-api-key.test.ts
 */
export const overlapSecondsMax = 604_800;

/**
 * Maximum number of active keys of an account.
 * @exceeded VALIDATION
 * @test subgraphs/users/operations/create-api-key.test.ts
 */
export const liveKeysMax = 100;

export type GrantedRole = 'CUSTOMER' | 'SUPPORT' | 'WAREHOUSE' | 'PARTNER' | 'ADMIN';
export type GrantedScope =
  | 'ORDERS_READ'
  | 'ORDERS_WRITE'
  | 'INVENTORY_READ'
  | 'INVENTORY_WRITE'
  | 'WEBHOOKS_MANAGE'
  | 'STOREFRONT';

/** Roles that may create and rotate keys. */
export const keyHolderRoles: readonly GrantedRole[] = ['PARTNER', 'WAREHOUSE', 'ADMIN'];

/**
 * The scopes that a role may give to a key. Other roles give none: if the owner loses the role, the
 * keys can still read who owns them, and nothing else.
 */
export const scopesOfRole: Readonly<Record<GrantedRole, readonly GrantedScope[]>> = {
  CUSTOMER: [],
  SUPPORT: [],
  PARTNER: ['ORDERS_READ', 'ORDERS_WRITE', 'INVENTORY_READ', 'WEBHOOKS_MANAGE'],
  WAREHOUSE: ['ORDERS_READ', 'ORDERS_WRITE', 'INVENTORY_READ', 'INVENTORY_WRITE'],
  ADMIN: [
    'ORDERS_READ',
    'ORDERS_WRITE',
    'INVENTORY_READ',
    'INVENTORY_WRITE',
    'WEBHOOKS_MANAGE',
    'STOREFRONT',
  ] as GrantedScope[],
};

/** Roles that may have webhook endpoints, in person or by their keys. */
export const webhookRoles = keyHolderRoles.filter((role) =>
  scopesOfRole[role].includes('WEBHOOKS_MANAGE'),
);

const mayGrant = (roles: readonly GrantedRole[], scope: GrantedScope): boolean =>
  roles.some((role) => scopesOfRole[role].includes(scope));

/** What a rotation would give back although the session lacks it. */
export const rolesBeyond = <R extends GrantedRole>(
  ofKey: readonly R[],
  held: readonly GrantedRole[],
): R[] => ofKey.filter((role) => !held.includes(role));

/**
 * The scope for servers that render pages for visitors; it allows what anonymous callers may do.
 */
const storefront = 'STOREFRONT';

/**
 * The scopes of a key that its owner's current roles allow. STOREFRONT gives no rights of its owner,
 * so it does not depend on them.
 */
export function allowedScopes<S extends GrantedScope>(
  scopes: readonly S[],
  roles: readonly GrantedRole[],
): S[] {
  return scopes.filter((scope) => scope === storefront || mayGrant(roles, scope));
}

/** The quota of a key as its owner's current roles allow it; null for the default. */
export function allowedQuota(
  { scopes, quotaPerMinute }: Pick<ApiKeyDraft, 'scopes' | 'quotaPerMinute'>,
  roles: readonly GrantedRole[],
  defaultPerMinute: number,
): number | null {
  if (quotaPerMinute == null || scopes.includes(storefront)) return quotaPerMinute ?? null;
  return Math.min(quotaPerMinute, quotaMaxOf(roles, defaultPerMinute));
}

/** The maximum quota of a key, in requests per minute: only an ADMIN may exceed the default. */
export function quotaMaxOf(roles: readonly GrantedRole[], defaultPerMinute: number): number {
  return roles.includes('ADMIN') ? Math.max(quotaPerMinuteMax, defaultPerMinute) : defaultPerMinute;
}

/** A new key as requested by its owner. */
export interface ApiKeyDraft {
  readonly name: string;
  readonly scopes: readonly GrantedScope[];
  readonly expiresAt?: Date | null;
  readonly quotaPerMinute?: number | null;
}

function scopeProblems({ scopes }: ApiKeyDraft, roles: readonly GrantedRole[]): FieldProblem[] {
  const problem = listProblem(scopes, 'scope');
  if (problem !== null) return [{ path: ['scopes'], message: problem }];
  const distinct = [...new Set(scopes)];
  const at = (scope: GrantedScope) => ['scopes', String(scopes.indexOf(scope))];
  const problems = distinct
    .filter((scope) => !mayGrant(roles, scope))
    .map((scope) => ({ path: at(scope), message: `Your roles do not allow ${scope}.` }));
  if (problems.length > 0 || distinct.length === 1 || !scopes.includes(storefront)) return problems;
  return [{ path: at(storefront), message: 'STOREFRONT must be the only scope of its key.' }];
}

export interface ApiKeyTerms {
  readonly now: Date;
  /** Requests per minute of a key without its own quota. */
  readonly quotaPerMinuteDefault: number;
}

function quotaProblem(quota: number, max: number): string | null {
  if (quota >= 1 && quota <= max) return null;
  return `Takes 1 to ${max}.${max < quotaPerMinuteMax ? ' Only ADMIN can set more.' : ''}`;
}

/** Problems of a new key; empty if it is valid. */
export function apiKeyProblems(
  draft: ApiKeyDraft,
  roles: readonly GrantedRole[],
  { now, quotaPerMinuteDefault }: ApiKeyTerms,
): FieldProblem[] {
  const { name, expiresAt, quotaPerMinute: quota } = draft;
  const nameProblem = textProblem(name, { charactersMax: nameCharactersMax });
  const problems: FieldProblem[] = [];
  if (nameProblem !== null) problems.push({ path: ['name'], message: nameProblem });
  problems.push(...scopeProblems(draft, roles));
  if (expiresAt && expiresAt <= now) {
    problems.push({ path: ['expiresAt'], message: 'Must be in the future.' });
  }
  const max = quotaMaxOf(roles, quotaPerMinuteDefault);
  const refused = quota == null ? null : quotaProblem(quota, max);
  if (refused !== null) problems.push({ path: ['quotaPerMinute'], message: refused });
  return problems;
}
