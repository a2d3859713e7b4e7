import type { Problem } from './account';
import { requiredTextProblem } from './text';

const nameCharactersMax = 100;
/**
 * For keys of an ADMIN. A quota above the joint limit of an owner's keys has no effect.
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
  | 'WEBHOOKS_MANAGE';

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
  ADMIN: ['ORDERS_READ', 'ORDERS_WRITE', 'INVENTORY_READ', 'INVENTORY_WRITE', 'WEBHOOKS_MANAGE'],
};

/** The scopes of a key that its owner's current roles allow. */
export function allowedScopes<S extends GrantedScope>(
  scopes: readonly S[],
  roles: readonly GrantedRole[],
): S[] {
  return scopes.filter((scope) => roles.some((role) => scopesOfRole[role].includes(scope)));
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

function scopeProblems({ scopes }: ApiKeyDraft, roles: readonly GrantedRole[]): Problem[] {
  if (scopes.length === 0) return [{ path: ['scopes'], message: 'Select at least one scope.' }];
  const allowed = new Set(allowedScopes(scopes, roles));
  // Removes duplicates.
  const refused = [...new Set(scopes)].filter((scope) => !allowed.has(scope));
  return refused.map((scope) => ({
    path: ['scopes', String(scopes.indexOf(scope))],
    message: `Your roles do not allow ${scope}.`,
  }));
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
): Problem[] {
  const { name, expiresAt, quotaPerMinute: quota } = draft;
  const nameProblem = requiredTextProblem(name, { charactersMax: nameCharactersMax });
  const problems: Problem[] = [];
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
