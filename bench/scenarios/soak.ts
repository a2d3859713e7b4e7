import { Random } from '../../e2e/chaos/random';
import { msPerSecond } from '../../platform/values/time';
import { BenchShop, topologies } from '../bench-shop';
import { constantRate } from '../load/constant-rate';
import { stockEverything } from '../load/place-orders';
import { Shopping, wentWell } from '../load/shopping';
import { startSampler } from '../measure/sampler';
import { secondsOption, topologyOption } from '../options';
import { type Row, rowOf } from '../result';
import type { Given, Measured, Say, Scenario } from '../scenario';
import { faultsOf, type Growth, growthOf } from '../soak/growth';

const buyersCount = 50;
const phasesCount = 5;
const percent = 100;

const growthRow = (growth: Growth): Row => ({
  name: growth.process,
  figures: {
    'MB early': growth.earlyMb,
    'MB late': growth.lateMb,
    'MB a minute': growth.mbPerMinute,
    '% of a core': growth.coreShare * percent,
  },
});

function faultsOfAnswers(rows: readonly Row[]): string[] {
  return rows.flatMap(({ name, outcomes = {} }) =>
    Object.entries(outcomes)
      .filter(([outcome]) => !wentWell(outcome))
      .map(([outcome, count]) => `${name}: ${count} were answered ${outcome}`),
  );
}

/** Five parts: the first warms up, and the last is held against the second. */
async function soaked(shop: BenchShop, given: Given, say: Say): Promise<Measured> {
  await stockEverything(shop);
  const buyers = await shop.newCustomers(buyersCount);
  const warehouse = await shop.signIn('warehouse');
  const random = new Random(given.number('seed'));
  const shopping = new Shopping(shop, buyers, warehouse, random);
  const phaseMs = (given.number('seconds') * msPerSecond) / phasesCount;
  const rows: Row[] = [];
  const startsMs: number[] = [];
  const sampler = startSampler(shop.pid);
  try {
    for (let phase = 1; phase <= phasesCount; phase += 1) {
      startsMs.push(performance.now());
      const sample = await constantRate(given.number('rate'), phaseMs, shopping.call);
      rows.push(rowOf(`part ${phase} of ${phasesCount}`, sample));
      say(`part ${phase} of ${phasesCount}: ${JSON.stringify(sample.outcomes)}`);
    }
  } finally {
    sampler.stop();
  }
  const [, warmAtMs = 0, earlyEndsAtMs = 0] = startsMs;
  const phases = { warmAtMs, earlyEndsAtMs, lateStartsAtMs: startsMs.at(-1) ?? 0 };
  const growths = [...sampler.samples].map(([name, samples]) => growthOf(name, samples, phases));
  return {
    rows: [...rows, ...growths.map(growthRow)],
    faults: [...faultsOfAnswers(rows), ...faultsOf(growths)],
  };
}

async function run(given: Given, say: Say): Promise<Measured> {
  const shop = await BenchShop.start(given.oneOf('topology', topologies));
  try {
    return await soaked(shop, given, say);
  } finally {
    await shop.stop();
  }
}

/** What a steady day leaves behind: whether a process grows, and whether answers get slower. */
export const soak: Scenario = {
  name: 'soak',
  measures: 'memory and latency under a steady mix of everything; fails where a process grows',
  options: {
    rate: { value: 'N', means: 'calls a second', fallback: '50' },
    seconds: secondsOption('in five parts, of which the first warms up', 600),
    seed: { value: 'N', means: 'of who does what', fallback: '1' },
    topology: topologyOption,
  },
  run,
};
