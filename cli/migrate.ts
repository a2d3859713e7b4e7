import { parseArgs } from 'node:util';
import { loadConfiguration } from '../config/load-configuration';
import { subgraphNames } from '../config/subgraphs';
import { createLifecycle } from '../platform/process/lifecycle';
import { createLogger } from '../platform/telemetry/logger';
import { migrateAll, openPostgres, takeDataFolder } from './servers';

const help = `npm run migrate

Migrates the database of each subgraph to the latest migration and creates missing databases. A
start does the same; use this command to migrate before a start.
Without database.*.url it migrates the embedded PostgreSQL, which must not be running.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const written = await loadConfiguration();
  const logger = createLogger({ ...written.log, name: 'migrate' });
  const lifecycle = createLifecycle({ logger: () => logger });
  try {
    const configuration = takeDataFolder(written, lifecycle);
    const urls = await openPostgres({ configuration, logger, lifecycle });
    const applied = await migrateAll(urls, logger);
    for (const subgraph of subgraphNames) {
      const names = applied[subgraph].join(', ') || 'nothing to do';
      process.stdout.write(`${subgraph}: ${names}\n`);
    }
    await lifecycle.end(0);
  } catch (error) {
    await lifecycle.fail((error as Error).message);
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
