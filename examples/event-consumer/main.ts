import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { Consumer } from './consumer';

const help = `usage: node dist/examples/event-consumer/main.js [options]

Reads order events from the Redis Stream and counts them by type, each once.

  --redis URL      redis://, rediss:// or unix:// (redis://127.0.0.1:6379)
  --stream KEY     key of the stream (orders:events)
  --group NAME     consumer group, which shares a position in the stream (example)
  --name NAME      name of this reader in its group (one)
`;

const idleMsMax = 30_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      redis: { type: 'string', default: 'redis://127.0.0.1:6379' },
      stream: { type: 'string', default: 'orders:events' },
      group: { type: 'string', default: 'example' },
      name: { type: 'string', default: 'one' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const { stream, group, name } = values;
  const redis = new Redis(values.redis.replace(/^unix:\/\//, ''));
  redis.on('error', (error) => process.stderr.write(`Redis: ${error.message}\n`));
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => ending.abort());
  }
  process.stdout.write(`reading ${stream} as ${name} of ${group}\n`);
  await new Consumer({ redis, stream, group, name, idleMsMax }).run(ending.signal);
  redis.disconnect();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
