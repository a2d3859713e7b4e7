import type { Problem } from './account';
import { requiredTextProblem } from './text';

const nameCharactersMax = 100;
/** Of a key of an ADMIN. Beyond what all keys of an owner may send together it has no effect. */
export const quotaPerMinuteMax = 60_000;
export const overlapSecondsDefault = 86_400;
export const overlapSecondsMax = 604_800;

/** Keys of an account that work at the same time. */
export const liveKeysMax = 100;

export type GrantedRole = 'CUSTOMER' | 'SUPPORT' | 'WAREHOUSE' | 'PARTNER' | 'ADMIN';
export type GrantedScope =
  | 'ORDERS_READ'
  | 'ORDERS_WRITE'
  | 'INVENTORY_READ'
  | 'INVENTORY_WRITE'
  | 'WEBHOOKS_MANAGE';

/** Who may make keys and give them new secrets. */
export const keyHolderRoles: readonly GrantedRole[] = ['PARTNER', 'WAREHOUSE', 'ADMIN'];

/**
 * The scopes that a role may give to a key. Roles that hold no keys give none: should an owner lose
 * the role that allowed its keys, they can still say whose they are, and nothing else.
 */
export const scopesOfRole: Readonly<Record<GrantedRole, readonly GrantedScope[]>> = {
  CUSTOMER: [],
  SUPPORT: [],
  PARTNER: ['ORDERS_READ', 'ORDERS_WRITE', 'INVENTORY_READ', 'WEBHOOKS_MANAGE'],
  WAREHOUSE: ['ORDERS_READ', 'ORDERS_WRITE', 'INVENTORY_READ', 'INVENTORY_WRITE'],
  ADMIN: ['ORDERS_READ', 'ORDERS_WRITE', 'INVENTORY_READ', 'INVENTORY_WRITE', 'WEBHOOKS_MANAGE'],
};

/** Of the scopes of a key those that its owner's roles allow now. */
export function allowedScopes<S extends GrantedScope>(
  scopes: readonly S[],
  roles: readonly GrantedRole[],
): S[] {
  return scopes.filter((scope) => roles.some((role) => scopesOfRole[role].includes(scope)));
}

/** What a key of somebody with these roles may send a minute at most: more than the default for ADMIN. */
export function quotaMaxOf(roles: readonly GrantedRole[], defaultPerMinute: number): number {
  return roles.includes('ADMIN') ? Math.max(quotaPerMinuteMax, defaultPerMinute) : defaultPerMinute;
}

/** A key as its owner asks for it. */
export interface ApiKeyDraft {
  readonly name: string;
  readonly scopes: readonly GrantedScope[];
  readonly expiresAt?: Date | null;
  readonly quotaPerMinute?: number | null;
}

function scopeProblems({ scopes }: ApiKeyDraft, roles: readonly GrantedRole[]): Problem[] {
  if (scopes.length === 0) return [{ path: ['scopes'], message: 'Needs at least one.' }];
  const allowed = new Set(allowedScopes(scopes, roles));
  // Each scope once, however often it was written.
  const refused = [...new Set(scopes)].filter((scope) => !allowed.has(scope));
  return refused.map((scope) => ({
    path: ['scopes', String(scopes.indexOf(scope))],
    message: `Your roles do not allow ${scope}.`,
  }));
}

export interface ApiKeyTerms {
  readonly now: Date;
  /** What a key without a quota of its own may send a minute. */
  readonly quotaPerMinuteDefault: number;
}

function quotaProblem(quota: number, max: number): string | null {
  if (quota >= 1 && quota <= max) return null;
  return `Takes 1 to ${max}.${max < quotaPerMinuteMax ? ' A higher one is for ADMIN to set.' : ''}`;
}

/** What is wrong with a new key; nothing, when the list is empty. */
export function apiKeyProblems(
  draft: ApiKeyDraft,
  roles: readonly GrantedRole[],
  { now, quotaPerMinuteDefault }: ApiKeyTerms,
): Problem[] {
  const { name, expiresAt, quotaPerMinute: quota } = draft;
  const nameProblem = requiredTextProblem(name, { charactersMax: nameCharactersMax });
  const problems: Problem[] = [];
  if (nameProblem !== null) problems.push({ path: ['name'], message: nameProblem });
  problems.push(...scopeProblems(draft, roles));
  if (expiresAt && expiresAt <= now) {
    problems.push({ path: ['expiresAt'], message: 'Has to be in the future.' });
  }
  const max = quotaMaxOf(roles, quotaPerMinuteDefault);
  const refused = quota == null ? null : quotaProblem(quota, max);
  if (refused !== null) problems.push({ path: ['quotaPerMinute'], message: refused });
  return problems;
}
