import '../../platform/config/zod-locales-off';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { valueAt } from './raw-settings';

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

/** Whether payments go to the sandbox, which is the default provider. */
export const isSandboxUsed = (raw: unknown): boolean =>
  valueAt(raw, 'payments.provider') !== 'stripe';

/**
 * The secrets that production judges: those that are used, and that of backups, which is not
 * generated.
 */
export const judgedSecretPaths = (raw: unknown): readonly string[] => [
  ...secretPaths.filter((path) => isSandboxUsed(raw) || !path.startsWith('payments.sandbox.')),
  'backups.encryptionSecret',
];

export function secretSchema(path: SecretPath) {
  return z
    .string()
    .min(secretCharactersMin)
    .default(defaultSecrets[path] ?? `${defaultPrefix}:${path}`);
}
