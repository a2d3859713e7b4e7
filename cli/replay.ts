// type-graphql needs this before any of its decorators runs.
import 'reflect-metadata';
import { loadConfiguration } from '../config/load-configuration';
import type { Configuration } from '../config/schema';
import { countOption, currencyOption, numberOption, runFileCommand } from './import/command';
import { openRooms } from './import/rooms';
import { sourceFiles } from './import/source';
import { replay } from './replay/run';

const help = `npm run replay -- FILE…

Places the invoices of a file (the format of \`npm run import -- orders\`) as live orders through the
API of the running shop: at the catalogue's prices, each SKU once per order, each buyer signed in.
Import the products first. Works in development only, because the users room issues the tokens.

  --speed N         follows the dates of the invoices, N times faster, if the shop keeps up;
                    without it, as fast as possible
  --concurrency N   concurrent orders (8)
  --limit N         maximum number of invoices
  --stock           first adds the stock that the orders need, in a warehouse REPLAY
  --currency CODE   currency of the orders (GBP)
  --url URL         URL of the gateway (from the configuration)

limits.rate.userPerMinute limits the orders of each user, and of the one guest of each country:
raise it for a fast replay. Ctrl-C ends the replay early and reports the orders placed so far.
`;

const concurrencyMax = 1_000;
const concurrencyDefault = 8;
const readyDeadlineMs = 5_000;
/** Longer than an order may take, because pending orders are awaited. */
const stopDeadlineMs = 35_000;

function gatewayOf({ server: { host, port } }: Configuration): string {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = host.includes(':') ? `[${host}]` : host;
  return `http://${isEverywhere ? 'localhost' : name}:${port}`;
}

async function checkOpen(gateway: string): Promise<void> {
  const signal = AbortSignal.timeout(readyDeadlineMs);
  const answer = await fetch(`${gateway}/ready`, { signal }).catch(() => null);
  if (answer?.status !== 200) {
    throw new Error(`The shop does not answer at ${gateway}. Start it with npm start.`);
  }
}

void runFileCommand({
  help,
  options: {
    speed: { type: 'string' },
    concurrency: { type: 'string' },
    limit: { type: 'string' },
    stock: { type: 'boolean' },
    currency: { type: 'string' },
    url: { type: 'string' },
  },
  run: async ({ values, positionals }, lifecycle) => {
    if (positionals.length === 0) {
      throw new Error('Name a file: npm run replay -- FILE. See --help.');
    }
    const most = Number.MAX_SAFE_INTEGER;
    const selected = {
      speed: numberOption('speed', values.speed, most),
      concurrency:
        countOption('concurrency', values.concurrency, concurrencyMax) ?? concurrencyDefault,
      limit: countOption('limit', values.limit, most) ?? Number.POSITIVE_INFINITY,
      currency: currencyOption(values.currency),
      stock: values.stock === true,
    };
    const configuration = await loadConfiguration();
    const gateway = values.url ?? gatewayOf(configuration);
    await checkOpen(gateway);
    const files = await sourceFiles(positionals);
    const rooms = await openRooms(lifecycle);
    const stopping = new AbortController();
    const replayed = replay(
      { ...selected, gateway, configuration, files, rooms, signal: stopping.signal },
      (report) => process.stdout.write(report),
    );
    lifecycle.onStop('replay', stopDeadlineMs, async () => {
      stopping.abort();
      await Promise.allSettled([replayed]);
    });
    await replayed;
  },
});
