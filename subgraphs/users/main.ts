import 'reflect-metadata';
import { openFeatureFlags } from '../../config/feature-flags';
import { internalCall } from '../../config/internal-call';
import { subgraphProcess } from '../../config/subgraph-process';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { serviceCall } from '../../platform/graphql/service-call';
import { runSubgraphProcess } from '../../platform/remote/subgraph-process';
import { usersSubgraph } from './subgraph';

/** Runs users as its own process. */
void runSubgraphProcess({
  ...subgraphProcess('users'),
  accounts: (_parts, { internal }) => serviceCall(internal, 'users'),
  compose: (dependencies) => {
    const { rate } = dependencies.configuration.limits;
    const rateLimits = fieldRateLimits(dependencies.redis, {
      get register() {
        return rate.registrationsPerMinute;
      },
      get requestPasswordReset() {
        return rate.passwordResetsPerMinute;
      },
    });
    const flags = openFeatureFlags(dependencies);
    return usersSubgraph({
      ...dependencies,
      rateLimits,
      flags,
      orders: internalCall(dependencies, 'orders'),
    });
  },
});
