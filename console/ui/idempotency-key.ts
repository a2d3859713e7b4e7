/**
 * Chosen once per dialog, so that a second click cannot do it twice. `crypto.randomUUID` is missing
 * on a page without https.
 */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `console-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
