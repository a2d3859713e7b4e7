import path from 'node:path';
import { productionSettings } from '../../e2e/harness/production';
import { BenchShop, type Topology } from '../bench-shop';

const heapMegabytes = 512;
/** As long as the longest run: nobody has to sign in again. */
const accessTokenMinutes = 1_440;

/** What `BenchShop` raises for load tests, and what is the matter here: the defaults. */
const ownDefaults: Readonly<Record<string, undefined>> = {
  ORDERPROCESSING_LIMITS_RATE_ANONYMOUS_PER_MINUTE: undefined,
  ORDERPROCESSING_LIMITS_RATE_USER_PER_MINUTE: undefined,
  ORDERPROCESSING_LIMITS_RATE_REGISTRATIONS_PER_MINUTE: undefined,
  ORDERPROCESSING_AUTH_PASSWORD_COST: undefined,
};

/** A shop as in production, each process with a small heap and a probe in it. */
export async function startAttackedShop(topology: Topology): Promise<BenchShop> {
  const probe = path.join(__dirname, 'probe.js');
  return BenchShop.start(topology, [], {
    ...ownDefaults,
    ...(await productionSettings()),
    ORDERPROCESSING_AUTH_ACCESS_TOKEN_MINUTES: String(accessTokenMinutes),
    // Attackers and the neighbour have different network addresses.
    ORDERPROCESSING_SERVER_TRUSTED_PROXIES: '127.0.0.1',
    NODE_OPTIONS: `--max-old-space-size=${heapMegabytes} --require=${probe}`,
  });
}
