import { msPerSecond } from '../platform/values/time';
import type { Call } from '../testing/load/closed-loop';
import { BenchShop, type Topology, topologies } from './bench-shop';
import { inTurns } from './load/in-turns';
import { placing, spreadCart, stockEverything } from './load/place-orders';
import { clientsOption, secondsOption, topologyOption } from './options';
import type { Row } from './result';
import type { Log, Measured, OptionValues, Scenario } from './scenario';

const buyersCount = 32;
const percent = 100;

/** One of two shops that take turns. */
interface Contender {
  /** The name in the table of results, e.g. `encrypted`. */
  readonly name: string;
  start(topology: Topology): Promise<BenchShop>;
}

export interface Comparison {
  readonly measured: Contender;
  readonly reference: Contender;
  /** The scenario fails if the ratio of the orders a second, measured to reference, is lower. */
  readonly shareMin: number;
}

interface Side {
  readonly shop: BenchShop;
  readonly call: Call;
}

/**
 * Compares the orders per second of two shops that differ in one thing, in turns. A ratio below
 * `shareMin` is a fault.
 */
export async function compareShops(
  options: OptionValues,
  log: Log,
  { measured, reference, shareMin }: Comparison,
): Promise<Measured> {
  const durationMs = options.number('seconds') * msPerSecond;
  const topology = options.oneOf('topology', topologies);
  const shops: BenchShop[] = [];
  const open = async ({ start }: Contender): Promise<Side> => {
    const shop = await start(topology);
    shops.push(shop);
    await stockEverything(shop);
    return { shop, call: placing(shop, await shop.newCustomers(buyersCount), spreadCart) };
  };
  const rows: Row[] = [];
  const faults: string[] = [];
  try {
    const one = await open(measured);
    const other = await open(reference);
    for (const clients of options.numbers('clients')) {
      const taken = await inTurns({
        clients,
        durationMs,
        measured: { ...one, name: `${measured.name}, ${clients} clients` },
        yardstick: { ...other, name: `${reference.name}, ${clients} clients` },
      });
      rows.push(taken.measured, taken.yardstick);
      const share = `${(taken.ratio * percent).toFixed(1)} %`;
      const text = `${taken.measured.name}: ${share} of the orders a second ${reference.name}`;
      log(text);
      if (taken.ratio < shareMin) faults.push(text);
    }
  } finally {
    for (const shop of shops) await shop.stop();
  }
  return { rows, faults };
}

/** A shop with these settings. */
export const shopWith = (name: string, settings: Readonly<Record<string, string>>): Contender => ({
  name,
  start: (topology) => BenchShop.start(topology, [], settings),
});

/** A scenario that compares two shops in a topology, by default for a minute each. */
export const newComparison = (
  scenario: Pick<Scenario, 'name' | 'measures'>,
  comparison: Comparison,
  fallback = topologyOption.fallback,
): Scenario => ({
  ...scenario,
  options: {
    clients: { ...clientsOption, fallback: '8' },
    seconds: secondsOption('seconds of both together', 120),
    topology: { ...topologyOption, fallback },
  },
  run: (options, log) => compareShops(options, log, comparison),
});
