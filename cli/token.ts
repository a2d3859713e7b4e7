import { parseArgs } from 'node:util';
import { Registry } from 'prom-client';
import { withGeneratedSecrets } from '../config/generated-secrets';
import { loadConfiguration } from '../config/load-configuration';
import { findEmbeddedPostgres } from '../platform/database/embedded-running';
import { createPool } from '../platform/database/pool';
import { fieldRateLimits } from '../platform/graphql/rate-limit';
import { serviceCall } from '../platform/graphql/service-call';
import { createLogger } from '../platform/telemetry/logger';
import { usersSubgraph } from '../subgraphs/users/subgraph';

const help = `npm run -s token -- --as EMAIL

Prints an access token of the account, so that a script need not sign in. Works in development only.
The shop must be running, or database.users.url must be set.

  --as EMAIL   the account, e.g. customer@example.com
`;

const deadlineMs = 10_000;

async function tokenFor(email: string): Promise<string | null> {
  const written = await loadConfiguration();
  const { users } = written.database;
  const configuration = withGeneratedSecrets(written);
  const url = users.url ?? findEmbeddedPostgres(configuration.dataFolder)?.('users');
  if (!url) {
    throw new Error('The shop is not running. Start it with npm start or set database.users.url.');
  }
  const logger = createLogger({ ...configuration.log, level: 'fatal', name: 'token' });
  const database = createPool({ url, name: 'token', logger, max: 1, idle: 0, lifetimeSeconds: 60 });
  try {
    const subgraph = usersSubgraph({
      database,
      rateLimits: fieldRateLimits(null, {}),
      redis: null,
      orders: () => Promise.reject(new Error('This command does not call orders.')),
      configuration,
      logger,
      registry: new Registry(),
    });
    const { accessTokenFor } = await serviceCall(subgraph.internal, 'cli')<{
      accessTokenFor: string | null;
    }>(
      'query ($email: String!) { accessTokenFor(email: $email) }',
      { email },
      {
        viewer: { kind: 'system', cause: 'token' },
        requestId: 'token',
        signal: AbortSignal.timeout(deadlineMs),
      },
    );
    return accessTokenFor;
  } finally {
    await database.end();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { as: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  if (!values.as) throw new Error('Name the account: npm run -s token -- --as EMAIL');
  const token = await tokenFor(values.as);
  if (token === null) throw new Error(`The account ${values.as} does not exist.`);
  process.stdout.write(`${token}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
