import { secretStrength } from '../../../platform/secrets/secret-strength';
import { valueAt } from '../raw-settings';
import { isDefaultSecret, judgedSecretPaths } from '../secrets';
import { refused, type Weakening, warned } from './weakening';

const makeOne = 'make one by `orderprocessing config secret`';

/** Secrets that somebody typed. Missing ones and copies are faults that cannot be accepted. */
export const typedSecrets = (raw: unknown): Weakening[] =>
  judgedSecretPaths(raw).flatMap((path) => {
    const value = valueAt(raw, path);
    if (typeof value !== 'string' || isDefaultSecret(value)) return [];
    const strength = secretStrength(value);
    if (strength === 'generated') return [];
    if (strength === 'guessable') return [refused(path, `a guesser finds this secret: ${makeOne}`)];
    return [warned(path, `this secret is not 32 random bytes: ${makeOne}`)];
  });
