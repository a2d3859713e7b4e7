import 'reflect-metadata';
import { internalCall } from '../../config/internal-call';
import { subgraphProcess } from '../../config/subgraph-process';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { runSubgraphProcess } from '../../platform/remote/subgraph-process';
import { inventorySubgraph } from './subgraph';

/** Runs inventory as its own process, including the expiry of reservations. */
void runSubgraphProcess({
  ...subgraphProcess('inventory'),
  accounts: (parts) => internalCall(parts, 'users'),
  compose: (parts) => {
    const { rate } = parts.configuration.limits;
    const rateLimits = fieldRateLimits(parts.redis, {
      get upsertProducts() {
        return rate.productUpsertsPerMinute;
      },
    });
    return inventorySubgraph({ ...parts, rateLimits, users: internalCall(parts, 'users') });
  },
});
