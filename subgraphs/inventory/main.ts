import '../../platform/process/node-version';
import 'reflect-metadata';
import { internalCall } from '../../config/process/internal-call';
import { openFeatureFlags } from '../../config/process/open-feature-flags';
import { subgraphProcess } from '../../config/process/subgraph-process';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { runSubgraphProcess } from '../../platform/remote/subgraph-process';
import { inventorySubgraph } from './subgraph';

/** Runs inventory as its own process. */
void runSubgraphProcess({
  ...subgraphProcess('inventory'),
  accounts: (dependencies) => internalCall(dependencies, 'users'),
  compose: (dependencies) => {
    const { rate } = dependencies.configuration.limits;
    const rateLimits = fieldRateLimits(dependencies, {
      get upsertProducts() {
        return rate.productUpsertsPerMinute;
      },
    });
    const users = internalCall(dependencies, 'users');
    const flags = openFeatureFlags({ ...dependencies, users });
    return inventorySubgraph({ ...dependencies, rateLimits, flags, users });
  },
});
