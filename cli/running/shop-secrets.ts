import { withStoredSecrets } from '../../config/loading/generated-secrets';
import type { Configuration } from '../../config/schema';
import { isDefaultSecret } from '../../config/schema/secrets';
import { CommandError } from '../program/exit-codes';

const secretsIn = ({ auth, encryption }: Configuration) => ({
  'auth.keySecret': auth.keySecret,
  'encryption.users.secret': encryption.users.secret,
  'encryption.orders.secret': encryption.orders.secret,
});

type ShopSecret = keyof ReturnType<typeof secretsIn>;

/** The secrets of a command that calls users. */
export const usersSecrets = ['auth.keySecret', 'encryption.users.secret'] as const;

/**
 * The configuration with the secrets of the shop, which a start in development has generated in its
 * data folder. Nothing is generated here: the shop could not read what other secrets have encrypted
 * and signed.
 * @throws CommandError if those that are used are neither there nor set.
 */
export function withShopSecrets(
  written: Configuration,
  used: readonly ShopSecret[] = usersSecrets,
): Configuration {
  const configuration = withStoredSecrets(written);
  const { dataFolder } = configuration;
  const known = secretsIn(configuration);
  const missing = used.filter((path) => isDefaultSecret(known[path]));
  if (missing.length === 0) return configuration;
  throw new CommandError(
    `The secrets of the shop are not known here, and nothing was changed. Set ${missing.join(' and ')}, or dataFolder to that of the shop: ${dataFolder} has none.`,
  );
}
