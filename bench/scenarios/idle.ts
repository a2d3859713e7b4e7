import { setTimeout as pause } from 'node:timers/promises';
import { msPerSecond } from '../../platform/values/time';
import { BenchShop, topologies } from '../bench-shop';
import { faultsOf } from '../idle/budget';
import { processesOf } from '../measure/processes';
import { gathered } from '../measure/sampler';
import { frequentStatements, resetStatements, statementCounts } from '../measure/statements';
import { secondsOption, topologyOption } from '../options';
import { markdown, type Row } from '../result';
import type { Given, Measured, Say, Scenario } from '../scenario';

const percent = 100;
/**
 * What a start leaves to be done later is over by then: the queues are looked after for the first
 * time after a minute, and cleaned up in that round, which is not repeated for a day. And V8 has
 * collected what the start left in each process (its memory reducer looks every 100 s).
 */
const quietMs = 130_000;
const statementsShown = 20;
const textCharactersMax = 120;

const stepMs = 100;
const stepMsMax = 500;

/**
 * Waits, without counting the time in which this machine stood still (a container that was frozen,
 * a laptop that slept): what is measured stood still with it, and would seem to have done less.
 * @returns milliseconds that count.
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
  /** Share of a core by the name of the process. */
  readonly shares: readonly (readonly [string, number])[];
  readonly statementsPerSecond: number;
  readonly report: string;
}

async function listen(shop: BenchShop, seconds: number): Promise<Quiet> {
  const connection = await shop.database('postgres');
  try {
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
  } finally {
    await connection.end();
  }
}

async function run(given: Given, say: Say): Promise<Measured> {
  const topology = given.oneOf('topology', topologies);
  const shop = await BenchShop.start(topology);
  try {
    say(`it is left alone for ${quietMs / msPerSecond} s first`);
    await waited(quietMs);
    const { shares, statementsPerSecond, report } = await listen(shop, given.number('seconds'));
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
  } finally {
    await shop.stop();
  }
}

/** What the started system costs while nobody asks anything. */
export const idle: Scenario = {
  name: 'idle',
  measures: 'CPU and statements of a system without requests; fails where they are over budget',
  options: {
    seconds: secondsOption('how long it is watched, after 130 that it settles', 120),
    topology: topologyOption,
  },
  run,
};
