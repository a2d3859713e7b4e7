import { hash } from 'node:crypto';

/**
 * A canonical text of an input: keys sorted, null values omitted, because null and absent mean the
 * same to every operation.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  // A Date and a URL have no fields, only their own JSON.
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  const entries = Object.entries(value)
    .filter(([, part]) => part !== null && part !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, part]) => [key, sorted(part)]);
  return Object.fromEntries(entries);
}

/** Compares requests with the same idempotency key. */
export function inputHash(input: object): string {
  return hash('sha256', canonicalJson(input), 'base64url');
}

/** Idempotency keys are stored as hashes, because clients may build them from personal data. */
export function keyHash(idempotencyKey: string): string {
  return hash('sha256', idempotencyKey, 'base64url');
}
