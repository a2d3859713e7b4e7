import 'reflect-metadata';
import { internalCall } from '../../config/internal-call';
import { subgraphProcess } from '../../config/subgraph-process';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { runSubgraph } from '../../platform/remote/subgraph-part';
import { inventorySubgraph } from './subgraph';

/** Inventory as a process of its own, the expiry of reservations with it. */
void runSubgraph({
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
