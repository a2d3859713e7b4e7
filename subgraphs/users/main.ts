import 'reflect-metadata';
import { loadConfiguration } from '../../config/load-configuration';
import { tlsFiles } from '../../config/service-addresses';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { runSubgraph } from '../../platform/remote/subgraph-part';
import { usersSubgraph } from './subgraph';

/** Users as a process of its own. */
void runSubgraph({
  name: 'users',
  load: loadConfiguration,
  databaseUrl: ({ database }) => database.users.url,
  tls: tlsFiles,
  address: ({ services }) => services.users,
  internalCallers: ['gateway', 'orders', 'cli'],
  compose: (parts) => {
    const { registrationsPerMinute } = parts.configuration.limits.rate;
    const rateLimits = fieldRateLimits(parts.redis, { register: registrationsPerMinute });
    return usersSubgraph({ ...parts, rateLimits });
  },
});
