// type-graphql needs it before any of its decorators runs, whichever room is loaded first.
import 'reflect-metadata';
import { loadConfiguration } from '../config/load-configuration';
import type { Configuration } from '../config/schema';
import { countOption, currencyOption, numberOption, runFileCommand } from './import/command';
import { openRooms } from './import/rooms';
import { sourceFiles } from './import/source';
import { replay } from './replay/run';

const help = `npm run replay -- FILE…

Places the invoices of a file, as \`npm run import -- orders\` takes it, as live orders through the
API of the running shop: at the catalogue's prices, a SKU once an order, each buyer signed in. Import
the products first. Development only: buyers' tokens come from the users room.

  --speed N         history N times faster, by the invoices' dates, where the shop keeps up; as
                    fast as it goes when left out
  --concurrency N   orders under way at a time; 8 when left out
  --limit N         invoices at most
  --stock           puts what will be ordered into a warehouse REPLAY first
  --currency CODE   of the orders; GBP when left out
  --url URL         of the gateway; that of the configuration when left out

A user may place limits.rate.userPerMinute orders a minute, the guest of a country too: raise it for
a fast replay. Ctrl-C ends it early; what was placed by then is reported.
`;

const concurrencyMax = 1_000;
const concurrencyDefault = 8;
const readyDeadlineMs = 5_000;
/** An order that is under way is waited for, as long as it is given. */
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
    throw new Error(`The shop does not answer at ${gateway}: npm start opens it.`);
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
      throw new Error('Say what: npm run replay -- FILE. --help says more.');
    }
    const most = Number.MAX_SAFE_INTEGER;
    const wanted = {
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
      { ...wanted, gateway, configuration, files, rooms, signal: stopping.signal },
      (report) => process.stdout.write(report),
    );
    lifecycle.onStop('replay', stopDeadlineMs, async () => {
      stopping.abort();
      await Promise.allSettled([replayed]);
    });
    await replayed;
  },
});
