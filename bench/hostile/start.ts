import path from 'node:path';
import { productionSettings } from '../../testing/production-settings';
import { BenchShop, type Topology } from '../bench-shop';

const heapMegabytes = 512;
/** The lifetime of access tokens: longer than any run, so that none expires. */
const accessTokenMinutes = 1_440;

/** Restores the default limits that `BenchShop` raises, because they are tested here. */
const ownDefaults: Readonly<Record<string, undefined>> = {
  ORDERPROCESSING_LIMITS_RATE_ANONYMOUS_PER_MINUTE: undefined,
  ORDERPROCESSING_LIMITS_RATE_USER_PER_MINUTE: undefined,
  ORDERPROCESSING_LIMITS_RATE_REGISTRATIONS_PER_MINUTE: undefined,
  ORDERPROCESSING_AUTH_PASSWORD_COST: undefined,
};

/** Starts a shop in production mode, with a small heap and a probe in each process. */
export async function startAttackedShop(topology: Topology): Promise<BenchShop> {
  const probe = path.join(__dirname, 'probe.js');
  return BenchShop.start(topology, [], {
    ...ownDefaults,
    ...(await productionSettings()),
    ORDERPROCESSING_AUTH_ACCESS_TOKEN_MINUTES: String(accessTokenMinutes),
    ORDERPROCESSING_AUTH_RECENT_SIGN_IN_MINUTES: String(accessTokenMinutes),
    // Attackers of the staff sign in with a password alone.
    ORDERPROCESSING_AUTH_STAFF_SECOND_FACTOR: 'false',
    // Lets attackers and the neighbour use different network addresses.
    ORDERPROCESSING_SERVER_TRUSTED_PROXIES: '127.0.0.1',
    NODE_OPTIONS: `--max-old-space-size=${heapMegabytes} --require=${probe}`,
  });
}
