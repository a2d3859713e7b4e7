import { msPerSecond } from '../../platform/values/time';
import { BenchShop, topologies } from '../bench-shop';
import type { Call } from '../load/closed-loop';
import { inTurns } from '../load/in-turns';
import { placing, spreadCart, stockEverything } from '../load/place-orders';
import { clientsOption, secondsOption, topologyOption } from '../options';
import type { Row } from '../result';
import type { OptionValues, Say, Scenario } from '../scenario';

const buyersCount = 32;
const percent = 100;
/** Of the orders a second without encryption. */
const shareMin = 0.95;

interface Ordering {
  readonly shop: BenchShop;
  readonly call: Call;
}

async function openShop(options: OptionValues, atRest: boolean): Promise<Ordering> {
  const settings = { ORDERPROCESSING_ENCRYPTION_AT_REST: String(atRest) };
  const shop = await BenchShop.start(options.oneOf('topology', topologies), [], settings);
  await stockEverything(shop);
  const buyers = await shop.newCustomers(buyersCount);
  return { shop, call: placing(shop, buyers, spreadCart) };
}

async function run(options: OptionValues, say: Say) {
  const durationMs = options.number('seconds') * msPerSecond;
  const encrypted = await openShop(options, true);
  const clear = await openShop(options, false);
  const rows: Row[] = [];
  const faults: string[] = [];
  try {
    for (const clients of options.numbers('clients')) {
      const { measured, yardstick, ratio } = await inTurns({
        ...{ clients, durationMs },
        measured: { ...encrypted, name: `encrypted, ${clients} clients` },
        yardstick: { ...clear, name: `in clear, ${clients} clients` },
      });
      rows.push(measured, yardstick);
      const text = `${(ratio * percent).toFixed(1)} % of the orders a second in clear`;
      say(`${measured.name}: ${text}`);
      if (ratio < shareMin) faults.push(`${measured.name}: ${text}`);
    }
  } finally {
    await encrypted.shop.stop();
    await clear.shop.stop();
  }
  return { rows, faults };
}

/** Orders per second with and without encryption of personal data, in turns on two shops. */
export const encryption: Scenario = {
  name: 'encryption',
  measures: 'orders per second with and without encryption of personal data, in turns',
  options: {
    clients: { ...clientsOption, fallback: '8' },
    seconds: secondsOption('seconds of both together', 120),
    topology: topologyOption,
  },
  run,
};
