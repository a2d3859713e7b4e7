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

const help = `npm run keys -- rotate

Creates a new key to sign access tokens. It is published at once and used everywhere within little
more than a minute; the previous key stays published until the last token signed with it expires.
Nobody is signed out. The shop must be running, or database.users.url must be set.
Keys are rotated automatically after 90 days.
`;

const deadlineMs = 10_000;

interface NextKey {
  readonly kid: string;
  readonly signsFrom: Date;
}

async function rotate(): Promise<NextKey> {
  const written = await loadConfiguration();
  const configuration = withGeneratedSecrets(written);
  const embedded = findEmbeddedPostgres(configuration.dataFolder);
  const url = written.database.users.url ?? embedded?.('users');
  if (!url) {
    throw new Error('The shop is not running. Start it with npm start or set database.users.url.');
  }
  const logger = createLogger({ ...configuration.log, level: 'fatal', name: 'keys' });
  const database = createPool({ url, name: 'keys', logger, max: 1, idle: 0, lifetimeSeconds: 60 });
  try {
    const { internal } = usersSubgraph({
      database,
      rateLimits: fieldRateLimits(null, {}),
      redis: null,
      orders: () => Promise.reject(new Error('This command does not call orders.')),
      configuration,
      logger,
      registry: new Registry(),
    });
    const scope = {
      viewer: { kind: 'system', cause: 'keys' },
      requestId: 'keys',
      signal: AbortSignal.timeout(deadlineMs),
    } as const;
    const { rotateSigningKey } = await serviceCall(internal, 'cli')<{ rotateSigningKey: NextKey }>(
      'mutation { rotateSigningKey { kid signsFrom } }',
      {},
      scope,
    );
    return rotateSigningKey;
  } finally {
    await database.end();
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const [command, ...others] = positionals;
  if (command !== 'rotate' || others.length > 0) throw new Error(help.trimEnd());
  const { kid, signsFrom } = await rotate();
  process.stdout.write(`${kid} signs access tokens from ${String(signsFrom)}.\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
