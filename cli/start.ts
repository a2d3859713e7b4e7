// type-graphql needs this before any of its decorators runs.
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { createLifecycle } from '../platform/process/lifecycle';
import type { Logger } from '../platform/telemetry/logger';
import { banner } from './banner';
import { openShop } from './open-shop';

const help = `npm start

Starts the shop: PostgreSQL (embedded, unless database.*.url are set), Redis (redis.url, or a
redis-server on the PATH, or memory), the payment sandbox, the subgraphs and the gateway.

The configuration is read from config.yaml in this folder, ~/.orderprocessing or
/etc/orderprocessing, and from the environment: server.port is ORDERPROCESSING_SERVER_PORT.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  let logger: Logger | null = null;
  const lifecycle = createLifecycle({ logger: () => logger });
  const fail = (error: unknown) => {
    // Components that were starting when the shutdown began fail because of it.
    if (!lifecycle.isEnding) logger?.debug({ err: error }, 'start failed');
    return lifecycle.fail(error instanceof Error ? error.message : String(error));
  };
  process.on('uncaughtException', (error) => {
    logger?.fatal({ err: error }, 'uncaught error');
    void fail(error);
  });
  const useLogger = (created: Logger) => {
    logger = created;
  };
  try {
    const opened = await openShop({ lifecycle, useLogger });
    if (!lifecycle.isEnding) process.stdout.write(banner(opened));
  } catch (error) {
    await fail(error);
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
