import 'reflect-metadata';
import { internalCall } from '../../config/internal-call';
import { configurationSource } from '../../config/open-configuration';
import { tlsFiles } from '../../config/service-addresses';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { runSubgraph } from '../../platform/remote/subgraph-part';
import { inventorySubgraph } from './subgraph';

/** Inventory as a process of its own, the expiry of reservations with it. */
void runSubgraph({
  name: 'inventory',
  settings: configurationSource,
  databaseUrl: ({ database }) => database.inventory.url,
  tls: tlsFiles,
  address: ({ services }) => services.inventory,
  internalCallers: ['orders', 'cli'],
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
