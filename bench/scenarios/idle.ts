import { setTimeout as pause } from 'node:timers/promises';
import { msPerSecond } from '../../platform/values/time';
import { BenchShop, topologies } from '../bench-shop';
import { faultsOf } from '../idle/budget';
import { processesOf } from '../measure/processes';
import { gathered } from '../measure/sampler';
import { frequentStatements, resetStatements, statementCounts } from '../measure/statements';
import { secondsOption, topologyOption } from '../options';
import { markdown, type Row } from '../result';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';

const percent = 100;
/**
 * The time after which the deferred work of a start is done: the job queues were first maintained
 * after a minute, including a daily cleanup, and V8 has collected the garbage of the start (its
 * memory reducer runs every 100 s).
 */
const quietMs = 130_000;
const statementsShown = 20;
const textCharactersMax = 120;

const stepMs = 100;
const stepMsMax = 500;

/**
 * Waits, without counting time in which the machine was suspended (a frozen container, a sleeping
 * laptop): the measured processes did nothing in that time and would seem to use less.
 * @returns the milliseconds that count.
 */
async function waited(durationMs: number): Promise<number> {
  let countedMs = 0;
  let lastAt = performance.now();
  while (countedMs < durationMs) {
    await pause(stepMs);
    const now = performance.now();
    countedMs += Math.min(now - lastAt, stepMsMax);
    lastAt = now;
  }
  return countedMs;
}

interface Quiet {
  /** Share of a core by process name. */
  readonly shares: readonly (readonly [string, number])[];
  readonly statementsPerSecond: number;
  readonly report: string;
}

async function listen(shop: BenchShop, seconds: number): Promise<Quiet> {
  await using connection = await shop.database('postgres');
  await resetStatements(connection);
  const before = gathered(processesOf(shop.pid), 0);
  const elapsedMs = await waited(seconds * msPerSecond);
  const after = gathered(processesOf(shop.pid), 0);
  const { statements } = await statementCounts(connection);
  const frequent = await frequentStatements(connection, statementsShown);
  const shares = [...after].map(
    ([name, { cpuMs }]) => [name, (cpuMs - (before.get(name)?.cpuMs ?? 0)) / elapsedMs] as const,
  );
  const report = markdown(
    ['calls', 'database', 'statement'],
    frequent.map(({ calls, database, text }) => [
      String(calls),
      database,
      text.slice(0, textCharactersMax).replaceAll('|', '\\|'),
    ]),
  );
  return { shares, statementsPerSecond: statements / (elapsedMs / msPerSecond), report };
}

async function run(options: OptionValues, log: Log): Promise<Measured> {
  const topology = options.oneOf('topology', topologies);
  await using shop = await BenchShop.start(topology);
  log(`waiting ${quietMs / msPerSecond} s for the system to become idle`);
  await waited(quietMs);
  const { shares, statementsPerSecond, report } = await listen(shop, options.number('seconds'));
  const coreShare = shares.reduce((sum, [, share]) => sum + share, 0);
  const row = (name: string, share: number): Row => ({
    name,
    figures: { '% of a core': share * percent },
  });
  const all = row('all', coreShare);
  const figures = { ...all.figures, 'statements a second': statementsPerSecond };
  return {
    rows: [...shares.map(([name, share]) => row(name, share)), { ...all, figures }],
    faults: faultsOf({ coreShare, statementsPerSecond }, topology),
    report,
  };
}

/** The cost of a running system without requests. */
export const idle: Scenario = {
  name: 'idle',
  measures: 'CPU and statements of a system without requests; fails if they exceed the budget',
  options: {
    seconds: secondsOption('seconds to measure, after a wait of 130', 120),
    topology: topologyOption,
  },
  run,
};
