import { withStoredSecrets } from '../../config/loading/generated-secrets';
import type { Configuration } from '../../config/schema';
import { isDefaultSecret } from '../../config/schema/secrets';
import { CommandError } from '../program/exit-codes';

/**
 * The configuration with the secrets of the shop, which a start in development has generated in its
 * data folder. Nothing is generated here: the shop could not read what other secrets have encrypted
 * and signed.
 * @throws CommandError if they are neither there nor set.
 */
export function withShopSecrets(written: Configuration): Configuration {
  const configuration = withStoredSecrets(written);
  const { auth, dataFolder, encryption } = configuration;
  const used = {
    'auth.keySecret': auth.keySecret,
    'encryption.users.secret': encryption.users.secret,
  };
  const missing = Object.entries(used).flatMap(([path, value]) =>
    isDefaultSecret(value) ? [path] : [],
  );
  if (missing.length === 0) return configuration;
  throw new CommandError(
    `The secrets of the shop are not known here, and nothing was changed. Set ${missing.join(' and ')}, or dataFolder to that of the shop: ${dataFolder} has none.`,
  );
}
