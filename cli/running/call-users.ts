import { Registry } from 'prom-client';
import { withStoredSecrets } from '../../config/loading/generated-secrets';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { createPool } from '../../platform/database/pool';
import { systemScope } from '../../platform/graphql/request-scope';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import { unusedRateLimits } from '../../platform/graphql/unused-rate-limits';
import { createLogger } from '../../platform/telemetry/logger';
import { usersSubgraph } from '../../subgraphs/users/subgraph';
import { reachDatabase } from './reach-database';
import { withShopSecrets } from './shop-secrets';

const deadlineMs = 10_000;

/** `needed` of the shop, or `unused` by a command that only reads what is neither signed nor hashed. */
type Secrets = 'needed' | 'unused';

/**
 * Gives a task the internal schema of users, on the database of the running shop or the configured
 * one.
 * @param name of the command, for logs and the connection.
 * @throws NotRunningError if there is no such database, Error if it cannot be reached, or if the
 * secrets that are needed are unknown.
 */
export async function withUsers<Result>(
  name: string,
  task: (users: ServiceCall) => Promise<Result>,
  secrets: Secrets = 'needed',
): Promise<Result> {
  const written = await loadConfiguration();
  const url = await reachDatabase(written, 'users');
  const configuration =
    secrets === 'needed' ? withShopSecrets(written) : withStoredSecrets(written);
  const logger = createLogger({ ...configuration.log, level: 'fatal', name });
  const database = createPool({ url, name, logger, max: 1, idle: 0, lifetimeSeconds: 60 });
  try {
    const { internal } = usersSubgraph({
      database,
      rateLimits: unusedRateLimits,
      redis: null,
      orders: () => Promise.reject(new Error('This command does not call orders.')),
      configuration,
      logger,
      registry: new Registry(),
    });
    return await task(serviceCall(internal, 'cli'));
  } finally {
    await database.end();
  }
}

/** Calls the internal schema of users once, like `withUsers`. */
export function callUsers<Data>(
  name: string,
  query: string,
  variables: Record<string, unknown>,
  secrets?: Secrets,
): Promise<Data> {
  const call = (users: ServiceCall) => users<Data>(query, variables, systemScope(name, deadlineMs));
  return withUsers(name, call, secrets);
}
