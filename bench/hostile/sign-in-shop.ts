import { BenchShop } from '../bench-shop';
import type { Option, OptionValues } from '../scenario';

export const costOption: Option = {
  value: 'N',
  means: 'bcrypt cost; each less halves the work, for a machine that is not quiet',
  fallback: '12',
};

/**
 * Starts a shop with the default rate limits and the given cost of passwords: both are measured.
 */
export const startSignInShop = (options: OptionValues): Promise<BenchShop> =>
  BenchShop.start('one-process', [], {
    ORDERPROCESSING_LIMITS_RATE_ANONYMOUS_PER_MINUTE: undefined,
    ORDERPROCESSING_LIMITS_RATE_SIGN_INS_PER_MINUTE: undefined,
    ORDERPROCESSING_LIMITS_RATE_REGISTRATIONS_PER_MINUTE: undefined,
    ORDERPROCESSING_AUTH_PASSWORD_COST: options.text('cost'),
    ORDERPROCESSING_SERVER_TRUSTED_PROXIES: '127.0.0.1',
  });
