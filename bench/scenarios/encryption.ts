import { msPerSecond } from '../../platform/values/time';
import { BenchShop, topologies } from '../bench-shop';
import { type Call, closedLoop } from '../load/closed-loop';
import { perSecond, type Sample } from '../load/latencies';
import { placing, spreadCart, stockEverything } from '../load/place-orders';
import { Meter } from '../measure/meter';
import { median } from '../measure/trend';
import { clientsOption, secondsOption, topologyOption } from '../options';
import type { Row } from '../result';
import type { OptionValues, Say, Scenario } from '../scenario';

const buyersCount = 32;
/** V8 keeps optimising for about twenty seconds of load. */
const warmUpMs = 25_000;
/** The speed of a shared machine varies over seconds and minutes. */
const turnMs = 3_000;
const percent = 100;
/** Of the orders a second without encryption. */
const shareMin = 0.95;

interface Side {
  readonly shop: BenchShop;
  readonly call: Call;
}

async function openSide(options: OptionValues, atRest: boolean): Promise<Side> {
  const settings = { ORDERPROCESSING_ENCRYPTION_AT_REST: String(atRest) };
  const shop = await BenchShop.start(options.oneOf('topology', topologies), [], settings);
  await stockEverything(shop);
  const buyers = await shop.newCustomers(buyersCount);
  return { shop, call: placing(shop, buyers, spreadCart) };
}

interface Sides {
  readonly encrypted: Side;
  readonly clear: Side;
}

/** Pairs of turns, each beginning with the other shop; the result is the median ratio of the pairs. */
async function inTurns(clients: number, durationMs: number, { encrypted, clear }: Sides) {
  for (const { call } of [encrypted, clear]) await closedLoop(clients, warmUpMs, call);
  const ofEncrypted = new Meter(encrypted.shop);
  const ofClear = new Meter(clear.shop);
  const turn = (meter: Meter, { call }: Side): Promise<Sample> =>
    meter.during(() => closedLoop(clients, turnMs, call));
  const ratios: number[] = [];
  for (let spentMs = 0; spentMs < durationMs; spentMs += 2 * turnMs) {
    const isEven = ratios.length % 2 === 0;
    const early = isEven ? await turn(ofEncrypted, encrypted) : null;
    const inClear = await turn(ofClear, clear);
    const sealed = early ?? (await turn(ofEncrypted, encrypted));
    ratios.push(perSecond(sealed) / perSecond(inClear));
  }
  const figures = {
    'lowest pair %': Math.min(...ratios) * percent,
    'highest pair %': Math.max(...ratios) * percent,
  };
  const row = ofEncrypted.row(`encrypted, ${clients} clients`);
  return {
    encrypted: { ...row, ratio: median(ratios), figures },
    clear: ofClear.row(`in clear, ${clients} clients`),
  };
}

async function run(options: OptionValues, say: Say) {
  const durationMs = options.number('seconds') * msPerSecond;
  const sides: Sides = {
    encrypted: await openSide(options, true),
    clear: await openSide(options, false),
  };
  const rows: Row[] = [];
  const faults: string[] = [];
  try {
    for (const clients of options.numbers('clients')) {
      const { encrypted, clear } = await inTurns(clients, durationMs, sides);
      rows.push(encrypted, clear);
      const text = `${(encrypted.ratio * percent).toFixed(1)} % of the orders a second in clear`;
      say(`${encrypted.name}: ${text}`);
      if (encrypted.ratio < shareMin) faults.push(`${encrypted.name}: ${text}`);
    }
  } finally {
    await sides.encrypted.shop.stop();
    await sides.clear.shop.stop();
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
