import { Random } from '../../platform/testing/random';
import { msPerSecond } from '../../platform/values/time';
import { constantRate } from '../../testing/load/constant-rate';
import { BenchShop, topologies } from '../bench-shop';
import { stockEverything } from '../load/place-orders';
import { Shopping, wentWell } from '../load/shopping';
import { startSampler } from '../measure/sampler';
import { secondsOption, topologyOption } from '../options';
import { type Row, rowOf } from '../result';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';
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
      .map(([outcome, count]) => `${name}: ${count} calls ended with ${outcome}`),
  );
}

/** Five phases: the first is the warm-up, and the last is compared with the second. */
async function soaked(shop: BenchShop, options: OptionValues, log: Log): Promise<Measured> {
  await stockEverything(shop);
  const buyers = await shop.newCustomers(buyersCount);
  const warehouse = await shop.signIn('warehouse');
  const random = new Random(options.number('seed'));
  const shopping = new Shopping(shop, buyers, warehouse, random);
  const phaseMs = (options.number('seconds') * msPerSecond) / phasesCount;
  const rows: Row[] = [];
  const startsMs: number[] = [];
  const sampler = startSampler(shop.pid);
  try {
    for (let phase = 1; phase <= phasesCount; phase += 1) {
      startsMs.push(performance.now());
      const sample = await constantRate(options.number('rate'), phaseMs, shopping.call);
      rows.push(rowOf(`part ${phase} of ${phasesCount}`, sample));
      log(`part ${phase} of ${phasesCount}: ${JSON.stringify(sample.outcomes)}`);
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

async function run(options: OptionValues, log: Log): Promise<Measured> {
  await using shop = await BenchShop.start(options.oneOf('topology', topologies));
  return await soaked(shop, options, log);
}

/** Whether processes grow or responses get slower under a steady load. */
export const soak: Scenario = {
  name: 'soak',
  measures: 'memory and latency under a steady mixed load; fails if a process grows',
  options: {
    rate: { value: 'N', means: 'calls per second', fallback: '50' },
    seconds: secondsOption('total seconds, in five phases of which the first is the warm-up', 600),
    seed: { value: 'N', means: 'seed of the random calls', fallback: '1' },
    topology: topologyOption,
  },
  run,
};
