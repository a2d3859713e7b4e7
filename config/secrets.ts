import { z } from 'zod';

/**
 * The secrets that this system has with itself. What is not set is made up once and kept, in
 * development. Those of others (Stripe's, Vault's) cannot be made up: empty until they are set.
 */
export const secretPaths = [
  'auth.viewerSecret',
  'auth.keySecret',
  'payments.sandbox.apiSecret',
  'payments.sandbox.callbackSecret',
  'webhooks.secretKey',
] as const;

export type SecretPath = (typeof secretPaths)[number];

const secretCharactersMin = 32;
const defaultPrefix = 'not-a-secret-for-development-only';

/** Known to everybody who reads this file: for tests only, and refused in production. */
export const defaultSecrets: { readonly [path: string]: string } = Object.fromEntries(
  secretPaths.map((path) => [path, `${defaultPrefix}:${path}`]),
);

export function isDefaultSecret(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(defaultPrefix);
}

const differentCharactersMin = 16;
const hexDigits = /^[0-9a-fA-F-]*$/;
/** There are only 16, and a random secret seldom has all of them. */
const differentHexDigitsMin = 10;

/** Whether a secret may be random: text that repeats itself is not, however long it is. */
export function isStrongSecret(value: string): boolean {
  const least = hexDigits.test(value) ? differentHexDigitsMin : differentCharactersMin;
  return value.length >= secretCharactersMin && new Set(value).size >= least;
}

export function secretSchema(path: SecretPath) {
  return z
    .string()
    .min(secretCharactersMin)
    .default(defaultSecrets[path] ?? `${defaultPrefix}:${path}`);
}
