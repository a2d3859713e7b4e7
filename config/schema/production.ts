import type { ConfigurationFault } from '../../platform/config/configuration-error';
import { contactFaults } from './contact';
import { valueAt } from './raw-settings';
import { defaultSecrets, isDefaultSecret, isStrongSecret, secretPaths } from './secrets';
import { plaintextFaults } from './tls';

/**
 * The smallest bcrypt cost in production: with less, stolen hashes of common passwords can be
 * cracked within hours.
 */
const passwordCostMin = 10;

/** Whether payments go to the sandbox, which is the default provider. */
const isSandboxUsed = (raw: unknown): boolean => valueAt(raw, 'payments.provider') !== 'stripe';

/** Reports at most one fault per secret: the first thing to fix. */
function secretFaults(raw: unknown): ConfigurationFault[] {
  const isSandboxed = isSandboxUsed(raw);
  const pathByValue = new Map<unknown, string>();
  return secretPaths
    .filter((path) => isSandboxed || !path.startsWith('payments.sandbox.'))
    .flatMap((path) => {
      const value = valueAt(raw, path) ?? defaultSecrets[path];
      const other = pathByValue.get(value);
      pathByValue.set(value, other ?? path);
      if (isDefaultSecret(value)) {
        return { path, expected: 'your own secret is required in production' };
      }
      if (other !== undefined)
        return { path, expected: `expected a different secret than ${other}` };
      if (typeof value !== 'string' || isStrongSecret(value)) return [];
      const expected = 'expected a random secret, e.g. from `openssl rand -base64 32`';
      return { path, expected };
    });
}

/** Settings for development and tests only, with what production expects instead. */
function settingFaults(raw: unknown): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const refuse = (isRefused: boolean, path: string, expected: string) => {
    if (isRefused) faults.push({ path, expected });
  };
  const demo = valueAt(raw, 'demo.enabled');
  refuse(demo === true, 'demo.enabled', 'demo accounts are not allowed in production');

  const isAllowed = valueAt(raw, 'payments.sandbox.allowInProduction') === true;
  refuse(
    isSandboxUsed(raw) && !isAllowed,
    'payments.sandbox.allowInProduction',
    'the sandbox takes no real money: set payments.provider to stripe, or ' +
      'payments.sandbox.allowInProduction to true for a shop that sells nothing',
  );

  const privateTargets = valueAt(raw, 'webhooks.allowPrivateTargets');
  const publicOnly = 'webhooks to private addresses are not allowed in production';
  refuse(privateTargets === true, 'webhooks.allowPrivateTargets', publicOnly);

  const cost = valueAt(raw, 'auth.passwordCost');
  const isCheap = typeof cost === 'number' && cost < passwordCostMin;
  refuse(isCheap, 'auth.passwordCost', `expected at least ${passwordCostMin} in production`);

  const sends = valueAt(raw, 'mail.url') != null && valueAt(raw, 'server.publicUrl') == null;
  for (const page of ['resetPassword', 'verifyEmail']) {
    const path = `mail.links.${page}`;
    const isUnknown = sends && valueAt(raw, path) == null;
    refuse(isUnknown, path, 'required in production with mail.url, unless server.publicUrl is set');
  }

  const origins = valueAt(raw, 'server.corsOrigins');
  const isOpen = Array.isArray(origins) && ['*', 'null'].some((any) => origins.includes(any));
  refuse(isOpen, 'server.corsOrigins', 'expected named origins in production, not * or null');
  return faults;
}

/**
 * The settings that production rejects. Read from the raw values, so that these faults are listed
 * together with all others.
 */
export function productionFaults(raw: unknown): ConfigurationFault[] {
  if (valueAt(raw, 'environment') !== 'production') return [];
  const contact = contactFaults(valueAt(raw, 'server.securityContact'));
  return [...secretFaults(raw), ...contact, ...settingFaults(raw), ...plaintextFaults(raw)];
}
