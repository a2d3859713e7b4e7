import { Registry } from 'prom-client';
import { withGeneratedSecrets } from '../../config/loading/generated-secrets';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { createPool } from '../../platform/database/pool';
import { systemScope } from '../../platform/graphql/request-scope';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import { unusedRateLimits } from '../../platform/graphql/unused-rate-limits';
import { createLogger } from '../../platform/telemetry/logger';
import { usersSubgraph } from '../../subgraphs/users/subgraph';
import { reachDatabase } from './reach-database';

const deadlineMs = 10_000;

/**
 * Gives a task the internal schema of users, on the database of the running shop or the configured
 * one.
 * @param name of the command, for logs and the connection.
 * @throws NotRunningError if there is no such database, Error if it cannot be reached.
 */
export async function withUsers<Result>(
  name: string,
  task: (users: ServiceCall) => Promise<Result>,
): Promise<Result> {
  const written = await loadConfiguration();
  const url = await reachDatabase(written, 'users');
  const configuration = withGeneratedSecrets(written);
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
): Promise<Data> {
  return withUsers(name, (users) => users<Data>(query, variables, systemScope(name, deadlineMs)));
}
