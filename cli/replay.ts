// type-graphql needs it before any of its decorators runs, whichever room is loaded first.
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { loadConfiguration } from '../config/load-configuration';
import { createLifecycle, type Lifecycle } from '../platform/process/lifecycle';
import { openRooms } from './import/rooms';
import { sourceFiles } from './import/source';
import { replay } from './replay/run';

const help = `npm run replay -- FILE…

Places the invoices of a file, as \`npm run import -- orders\` takes it, as live orders through the
API of the running shop: at the catalogue's prices, a SKU once an order, each buyer signed in. Import
the products first. Development only: buyers' tokens come from the users room.

  --speed N         history N times faster; as fast as it goes when left out
  --concurrency N   orders under way at a time; 8 when left out
  --limit N         invoices at most
  --stock           puts what will be ordered into a warehouse REPLAY first
  --currency CODE   of the orders; GBP when left out
  --url URL         of the gateway; that of the configuration when left out

A user may place limits.rate.userPerMinute orders a minute, the guest of a country too: raise it for
a fast replay.
`;

const concurrencyMax = 1_000;
const concurrencyDefault = 8;
const readyDeadlineMs = 5_000;

function numberOf(name: string, text: string | undefined, most: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!(value > 0 && value <= most)) throw new Error(`--${name} takes a number above 0.`);
  return value;
}

function wanted() {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{ speed: text, concurrency: text, limit: text, currency: text, url: text },
      stock: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  if (positionals.length === 0)
    throw new Error('Say what: npm run replay -- FILE. --help says more.');
  const wholeNumber = (name: 'concurrency' | 'limit', most: number) =>
    Math.ceil(numberOf(name, values[name], most) ?? 0);
  return {
    paths: positionals,
    speed: numberOf('speed', values.speed, Number.MAX_SAFE_INTEGER),
    concurrency: wholeNumber('concurrency', concurrencyMax) || concurrencyDefault,
    limit: wholeNumber('limit', Number.MAX_SAFE_INTEGER) || Number.POSITIVE_INFINITY,
    currency: values.currency ?? 'GBP',
    url: values.url ?? null,
    stock: values.stock === true,
  };
}

async function checkOpen(gateway: string): Promise<void> {
  const signal = AbortSignal.timeout(readyDeadlineMs);
  const answer = await fetch(`${gateway}/ready`, { signal }).catch(() => null);
  if (answer?.status !== 200) {
    throw new Error(`The shop does not answer at ${gateway}: npm start opens it.`);
  }
}

async function run(
  given: NonNullable<ReturnType<typeof wanted>>,
  lifecycle: Lifecycle,
): Promise<void> {
  const configuration = loadConfiguration();
  const { host, port } = configuration.server;
  const gateway = given.url ?? `http://${host}:${port}`;
  await checkOpen(gateway);
  const files = await sourceFiles(given.paths);
  const rooms = await openRooms(lifecycle);
  process.stdout.write(await replay({ ...given, gateway, configuration, files, rooms }));
}

async function main(): Promise<void> {
  const given = wanted();
  if (given === null) {
    process.stdout.write(help);
    return;
  }
  const lifecycle = createLifecycle({ logger: () => null });
  try {
    await run(given, lifecycle);
  } catch (error) {
    return lifecycle.fail(error instanceof Error ? error.message : String(error));
  }
  await lifecycle.end(0);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
