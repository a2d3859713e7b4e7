import '../../platform/process/node-version';
import 'reflect-metadata';
import { internalCall } from '../../config/process/internal-call';
import { openFeatureFlags } from '../../config/process/open-feature-flags';
import { subgraphProcess } from '../../config/process/subgraph-process';
import { openMailbox } from '../../config/schema/mail';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import { runSubgraphProcess } from '../../platform/remote/subgraph-process';
import { usersSubgraph } from './subgraph';

/** Runs users as its own process. */
void runSubgraphProcess({
  ...subgraphProcess('users'),
  accounts: (_parts, { internal }) => serviceCall(internal, 'users'),
  compose: (dependencies) => {
    const { rate } = dependencies.configuration.limits;
    const rateLimits = fieldRateLimits(dependencies, {
      get register() {
        return rate.registrationsPerMinute;
      },
      get requestPasswordReset() {
        return rate.passwordResetsPerMinute;
      },
    });
    // Late-bound, because the subgraph needs the flags.
    const ownCall: ServiceCall = (...call) => serviceCall(subgraph.internal, 'users')(...call);
    const flags = openFeatureFlags({ ...dependencies, users: ownCall });
    const subgraph = usersSubgraph({
      ...dependencies,
      rateLimits,
      flags,
      mailbox: openMailbox(dependencies.configuration, dependencies.redis),
      orders: internalCall(dependencies, 'orders'),
    });
    return subgraph;
  },
});
