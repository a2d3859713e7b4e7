import 'reflect-metadata';
import { openFeatureFlags } from '../../config/feature-flags';
import { internalCall } from '../../config/internal-call';
import { configurationSource } from '../../config/open-configuration';
import { tlsFiles } from '../../config/service-addresses';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { serviceCall } from '../../platform/graphql/service-call';
import { runSubgraph } from '../../platform/remote/subgraph-part';
import { usersSubgraph } from './subgraph';

/** Users as a process of its own. */
void runSubgraph({
  name: 'users',
  settings: configurationSource,
  databaseUrl: ({ database }) => database.users.url,
  tls: tlsFiles,
  address: ({ services }) => services.users,
  internalCallers: ['gateway', 'inventory', 'orders', 'cli'],
  accounts: (_parts, { internal }) => serviceCall(internal, 'users'),
  compose: (parts) => {
    const { rate } = parts.configuration.limits;
    const rateLimits = fieldRateLimits(parts.redis, {
      get register() {
        return rate.registrationsPerMinute;
      },
    });
    const flags = openFeatureFlags(parts);
    return usersSubgraph({ ...parts, rateLimits, flags, orders: internalCall(parts, 'orders') });
  },
});
