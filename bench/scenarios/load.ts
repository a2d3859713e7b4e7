import { demoSkuOf } from '../../cli/demo-shop/catalogue';
import {
  type LoadScenario,
  pauseSeconds,
  scenarios,
  smokeVisits,
  visitsPerOrder,
} from '../../ops/k6/workload/scenarios';
import { msPerSecond } from '../../platform/values/time';
import { constantRate } from '../../testing/load/constant-rate';
import { percentile, type Sample, together } from '../../testing/load/latencies';
import { BenchShop, topologies } from '../bench-shop';
import { findBreakingRate } from '../load/find-breaking-rate';
import { type LoadSample, missedObjectives } from '../load/missed-objectives';
import { stockEverything } from '../load/place-orders';
import { mostUsers, resized, scenarioNames } from '../load/resized-scenario';
import { ShopCalls } from '../load/shop-calls';
import { Users } from '../load/users';
import { Visits } from '../load/visits';
import { secondsOption, topologyOption } from '../options';
import { type Row, rowOf } from '../result';
import type { Log, Measured, OptionValues, Scenario } from '../scenario';

/** The number of accounts; with more users, several share one. */
const customersCount = 100;
/** The warm-up: V8 keeps optimizing for about twenty seconds of load. */
const warmUpSeconds = 25;
const warmUpUsersMax = 50;
const pauseMs = pauseSeconds * msPerSecond;
/** Visits a second of the ramp: the first rate, and the last one. */
const rampFirst = 40;
const rampMax = 10_000;
/** A stall of the machine alone must not end the ramp. */
const attemptsPerRate = 2;

const settings = {
  // ops/k6/README.md requires this. Otherwise orders of busy customers would wait for review.
  ORDERPROCESSING_ORDERS_FRAUD_ORDERS_PER_HOUR: '100000',
};

function rowsOf(name: string, { reads, orders }: LoadSample): Row[] {
  const row = (kind: string, sample: Sample): Row => ({
    ...rowOf(`${name}: ${kind}`, sample),
    figures: {
      'p95 ms': percentile(sample, 95),
      'p99.9 ms': percentile(sample, 99.9),
      'longest ms': percentile(sample, 100),
    },
  });
  return [row('reads', reads), row('orders', orders)].filter(
    ({ outcomes = {} }) => Object.keys(outcomes).length > 0,
  );
}

const sumOf = (samples: readonly LoadSample[]): LoadSample => ({
  reads: together(samples.map(({ reads }) => reads)),
  orders: together(samples.map(({ orders }) => orders)),
});

function logRows(rows: readonly Row[], log: Log): void {
  for (const { name, perSecond, p99Ms } of rows) {
    log(`${name}: ${perSecond?.toFixed(1)} a second, p99 ${p99Ms?.toFixed(1)} ms`);
  }
}

/** One user, a few visits: whether every call works. */
async function smoke(calls: ShopCalls): Promise<Measured> {
  const visits = new Visits(calls);
  // The first one orders.
  for (let turn = 0; turn < smokeVisits; turn += 1) await visits.visit(0, turn);
  const sample = visits.take();
  return { rows: rowsOf(`smoke, ${smokeVisits} visits`, sample), faults: missedObjectives(sample) };
}

/** Users over time. Each waits for its answer, so that a slow shop gets fewer calls. */
async function usersOverTime(
  name: string,
  scenario: LoadScenario,
  calls: ShopCalls,
  log: Log,
): Promise<Measured> {
  const visits = new Visits(calls);
  const users = new Users(visits.visit, pauseMs);
  const warmUpUsers = Math.min(mostUsers(scenario), warmUpUsersMax);
  await users.during(warmUpUsers, { seconds: warmUpSeconds, users: warmUpUsers });
  await users.end();
  visits.take();
  const samples: LoadSample[] = [];
  const rows: Row[] = [];
  let from = scenario.startUsers;
  for (const [index, stage] of scenario.stages.entries()) {
    await users.during(from, stage);
    if (index === scenario.stages.length - 1) await users.end();
    const sample = visits.take();
    samples.push(sample);
    const change = from === stage.users ? `${from} users` : `${from} to ${stage.users} users`;
    const added = rowsOf(
      `${name} ${index + 1}, ${change} for ${stage.seconds.toFixed(0)} s`,
      sample,
    );
    logRows(added, log);
    rows.push(...added);
    from = stage.users;
  }
  const all = sumOf(samples);
  if (samples.length > 1) rows.push(...rowsOf(`${name}, all`, all));
  return { rows, faults: missedObjectives(all) };
}

/** Calls at a rate, independent of earlier answers: a slow answer delays no other call. */
async function atRate(calls: ShopCalls, rate: number, seconds: number): Promise<LoadSample> {
  const durationMs = seconds * msPerSecond;
  const [reads, orders] = await Promise.all([
    constantRate(rate, durationMs, async (index) => (await calls.read(index)).outcome),
    constantRate(rate / visitsPerOrder, durationMs, (index) =>
      calls.order(index, demoSkuOf(index)),
    ),
  ]);
  return { reads, orders };
}

async function ramp(calls: ShopCalls, seconds: number, log: Log): Promise<Measured> {
  await atRate(calls, rampFirst, warmUpSeconds);
  const rows: Row[] = [];
  const missed = new Map<number, readonly string[]>();
  const { holds, breaks } = await findBreakingRate({
    first: rampFirst,
    max: rampMax,
    holdsAt: async (rate) => {
      for (let attempt = 1; attempt <= attemptsPerRate; attempt += 1) {
        const sample = await atRate(calls, rate, seconds);
        const added = rowsOf(`${rate.toFixed(0)} visits a second`, sample);
        logRows(added, log);
        rows.push(...added);
        missed.set(rate, missedObjectives(sample));
        if (missed.get(rate)?.length === 0) return true;
      }
      return false;
    },
  });
  const at = (rate: number) => `${rate.toFixed(0)} visits a second`;
  const reasons = (missed.get(breaks ?? 0) ?? []).join('; ');
  if (holds === null) return { rows, faults: [`Nothing holds at ${at(rampFirst)}: ${reasons}`] };
  if (breaks === null) return { rows, report: `Everything holds at ${at(holds)}.` };
  return {
    rows,
    report: `Everything holds at ${at(holds)}. At ${at(breaks)} it breaks: ${reasons}.`,
  };
}

/** @returns null for an option that was not given. */
const numberOrNull = (options: OptionValues, name: string): number | null =>
  options.text(name) === '' ? null : options.number(name);

async function run(options: OptionValues, log: Log): Promise<Measured> {
  const name = options.oneOf('scenario', ['smoke', ...scenarioNames, 'ramp'] as const);
  const size = { users: numberOrNull(options, 'users'), minutes: numberOrNull(options, 'minutes') };
  const isSized = size.users !== null || size.minutes !== null;
  if (isSized && (name === 'smoke' || name === 'ramp')) {
    throw new Error(`${name} has no --users and no --minutes.`);
  }
  const seconds = options.number('seconds');
  await using shop = await BenchShop.start(options.oneOf('topology', topologies), [], settings);
  await stockEverything(shop);
  const calls = new ShopCalls(shop, await shop.newCustomers(customersCount));
  if (name === 'smoke') return await smoke(calls);
  if (name === 'ramp') return await ramp(calls, seconds, log);
  return await usersOverTime(name, resized(scenarios[name], size), calls, log);
}

/** The load tests of ops/k6, and the rate at which the first objective is missed. */
export const load: Scenario = {
  name: 'load',
  measures:
    'the scenarios of ops/k6, or a ramp to the breaking point; fails if an objective is missed',
  options: {
    scenario: {
      value: 'NAME',
      means: `smoke, ${scenarioNames.join(', ')} or ramp`,
      fallback: 'load',
    },
    users: {
      value: 'N',
      means: 'most users at once, instead of those of the scenario',
      fallback: '',
    },
    minutes: { value: 'N', means: 'length, instead of that of the scenario', fallback: '' },
    seconds: secondsOption('seconds at each rate of the ramp', 20),
    topology: topologyOption,
  },
  run,
};
