import { randomBytes } from 'node:crypto';
import { z } from 'zod';

/**
 * The internal secrets of this system. Outside production, missing ones are generated once and
 * stored. Secrets of other systems (Stripe, Vault) cannot be generated: empty until they are set.
 */
export const secretPaths = [
  'auth.viewerSecret',
  'auth.keySecret',
  'payments.sandbox.apiSecret',
  'payments.sandbox.callbackSecret',
  'webhooks.secretKey',
  'encryption.users.secret',
  'encryption.orders.secret',
] as const;

export type SecretPath = (typeof secretPaths)[number];

export const secretCharactersMin = 32;
const secretBytes = 32;

/** A new random secret, in the form that production accepts without a warning. */
export const generateSecret = (): string => randomBytes(secretBytes).toString('base64url');

const defaultPrefix = 'not-a-secret-for-development-only';

/**
 * The default secrets. They are public, so they are for tests only, and production rejects them.
 */
export const defaultSecrets: { readonly [path: string]: string } = Object.fromEntries(
  secretPaths.map((path) => [path, `${defaultPrefix}:${path}`]),
);

export function isDefaultSecret(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(defaultPrefix);
}

const differentCharactersMin = 16;
const hexDigits = /^[0-9a-fA-F-]*$/;
/**
 * The fewest different digits of a hexadecimal secret: there are only 16, and few secrets have all.
 */
const differentHexDigitsMin = 10;

/** Whether a secret can be random: repetitive text is not, however long it is. */
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
