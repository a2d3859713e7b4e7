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

export function secretSchema(path: SecretPath) {
  return z
    .string()
    .min(secretCharactersMin)
    .default(defaultSecrets[path] ?? `${defaultPrefix}:${path}`);
}
