import { createHash } from 'node:crypto';

/**
 * One text for all spellings of an input: keys in order, and what is null left out like what is
 * absent, since both mean the same to every operation.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([, part]) => part !== null && part !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, part]) => [key, sorted(part)]);
  return Object.fromEntries(entries);
}

/** What two requests with one idempotency key have in common when they ask for the same. */
export function inputHash(input: object): string {
  return createHash('sha256').update(canonicalJson(input)).digest('base64url');
}

/** What is stored of an idempotency key: its client may have made it of somebody's name. */
export function keyHash(idempotencyKey: string): string {
  return createHash('sha256').update(idempotencyKey).digest('base64url');
}
