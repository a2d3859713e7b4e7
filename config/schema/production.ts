import type { ConfigurationFault } from '../../platform/config/configuration-error';
import { acceptedPaths } from './accepted';
import { contactFaults } from './contact';
import { mailPages } from './mail';
import type { ProcessOwner } from './others-settings';
import { valueAt } from './raw-settings';
import { defaultSecrets, isDefaultSecret, isSandboxUsed, judgedSecretPaths } from './secrets';
import { weakeningsOf } from './weakenings';

/**
 * The smallest bcrypt cost in production: with less, stolen hashes of common passwords can be
 * cracked within hours.
 */
const passwordCostMin = 10;

/** Secrets that are missing, public or used twice. */
function secretFaults(raw: unknown): ConfigurationFault[] {
  const pathByValue = new Map<unknown, string>();
  return judgedSecretPaths(raw).flatMap((path) => {
    const value = valueAt(raw, path) ?? defaultSecrets[path];
    if (value === undefined) return [];
    const other = pathByValue.get(value);
    pathByValue.set(value, other ?? path);
    if (isDefaultSecret(value)) {
      return { path, expected: 'your own secret is required in production' };
    }
    if (other === undefined) return [];
    return { path, expected: `expected a different secret than ${other}` };
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

  const isAnyLinkUnknown = mailPages.some((page) => valueAt(raw, `mail.links.${page}`) == null);
  refuse(
    valueAt(raw, 'mail.url') != null &&
      valueAt(raw, 'server.publicUrl') == null &&
      isAnyLinkUnknown,
    'server.publicUrl',
    'required in production with mail.url: the links in mails lead below it',
  );

  const origins = valueAt(raw, 'server.corsOrigins');
  const isOpen = Array.isArray(origins) && ['*', 'null'].some((any) => origins.includes(any));
  refuse(isOpen, 'server.corsOrigins', 'expected named origins in production, not * or null');
  return faults;
}

/** Values that open the shop to strangers, unless `accepted` names their settings. */
function weakeningFaults(raw: unknown, own: ProcessOwner | undefined): ConfigurationFault[] {
  const accepted = acceptedPaths(raw);
  return weakeningsOf(raw, own)
    .filter(({ path, isRefused }) => isRefused && !accepted.has(path))
    .map(({ path, reason }) => ({ path, expected: `${reason}; or name ${path} in accepted` }));
}

/**
 * The settings that production rejects. Read from the raw values, so that these faults are listed
 * together with all others. `config check` and every start call it.
 */
export function productionFaults(raw: unknown, own?: ProcessOwner): ConfigurationFault[] {
  if (valueAt(raw, 'environment') !== 'production') return [];
  const contact = contactFaults(valueAt(raw, 'server.securityContact'));
  const certain = [...secretFaults(raw), ...contact, ...settingFaults(raw)];
  const paths = new Set(certain.map(({ path }) => path));
  return [...certain, ...weakeningFaults(raw, own).filter(({ path }) => !paths.has(path))];
}
