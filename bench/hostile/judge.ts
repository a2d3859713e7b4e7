import type { Sample } from '../../testing/load/latencies';
import { percentile } from '../../testing/load/latencies';
import type { Baseline } from './baseline';
import { chargedPoints, type Exchanged } from './charged-points';

/** Limits for one request, and for the effect of all attacks on other clients. */
export const limits = {
  blockedMsMax: 200,
  cpuMsMax: 10,
  cpuMsPerPoint: 0.25,
  neighbourP99MsMax: 250,
  gatewayMegabytesMax: 700,
  signInMsMax: 1_000,
} as const;

/** The CPU budget of a request, computed from the rate-limit points it was charged. */
export const budgetMs = (exchanged: Exchanged): number =>
  limits.cpuMsMax + limits.cpuMsPerPoint * chargedPoints(exchanged);

/** The share of the CPU budget that was used; above 1 it is exceeded. */
export const shareOfBudget = (one: Pick<Baseline, 'cpuMs' | keyof Exchanged>): number =>
  one.cpuMs / budgetMs(one);

/** A blocked event loop. */
export interface Block {
  readonly process: string;
  readonly ms: number;
  /** The phase of the run, or the single attack. */
  readonly during: string;
  /** The attacks that were running. */
  readonly attacks: readonly string[];
}

function worstBy<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string,
  sizeOf: (value: Value) => number,
): Value[] {
  const worst = new Map<string, Value>();
  for (const value of values) {
    const known = worst.get(keyOf(value));
    if (known === undefined || sizeOf(known) < sizeOf(value)) worst.set(keyOf(value), value);
  }
  return [...worst.values()];
}

export function faultsOfBaseline(alone: readonly Baseline[]): string[] {
  const judged = alone.filter(({ hashesPasswords }) => !hashesPasswords);
  const over = judged.filter((one) => shareOfBudget(one) > 1);
  const overBudget = worstBy(over, ({ attack }) => attack, shareOfBudget).map((one) => {
    const count = over.filter(({ attack }) => attack === one.attack).length;
    return `${one.attack}: ${count} requests exceeded their CPU budget, the worst ${one.cpuMs.toFixed(0)} ms of ${budgetMs(one).toFixed(0)}`;
  });
  const broken = alone.filter(({ answer }) => answer.isFault);
  const failed = worstBy(
    broken,
    ({ attack }) => attack,
    () => 0,
  ).map(({ attack, answer }) => `${attack}: answered ${answer.status} ${answer.code}`);
  return [...overBudget, ...failed];
}

export function faultsOfBlocks(blocks: readonly Block[]): string[] {
  const long = blocks.filter(({ ms }) => ms > limits.blockedMsMax);
  const worst = worstBy(
    long,
    ({ process, during }) => `${process} ${during}`,
    ({ ms }) => ms,
  );
  return worst.map(({ process, ms, during, attacks }) => {
    const by = attacks.length > 0 ? `; running: ${attacks.join(', ')}` : '';
    return `${process} was blocked for ${ms.toFixed(0)} ms, limit ${limits.blockedMsMax} (${during}${by})`;
  });
}

export function faultsOfNeighbour(sample: Sample): string[] {
  const faults = Object.entries(sample.outcomes)
    .filter(([outcome]) => outcome !== 'answered')
    .map(([outcome, count]) => `${count} calls of the neighbour ended with ${outcome}`);
  const p99 = percentile(sample, 99);
  if (p99 > limits.neighbourP99MsMax) {
    faults.push(`the neighbour's p99 was ${p99.toFixed(0)} ms, limit ${limits.neighbourP99MsMax}`);
  }
  if (sample.latenciesMs.length === 0) faults.push('the neighbour got no response');
  return faults;
}

export function faultsOfSignIns(sample: Sample): string[] {
  const faults = Object.entries(sample.outcomes)
    .filter(([outcome]) => outcome !== 'answered')
    .map(([outcome, count]) => `${count} sign-ins among others ended with ${outcome}`);
  const longest = Math.max(...sample.latenciesMs);
  if (longest > limits.signInMsMax) {
    faults.push(
      `a sign-in among others took ${longest.toFixed(0)} ms, limit ${limits.signInMsMax}`,
    );
  }
  return faults;
}

/** @param megabytes peak memory of the process. */
export function faultsOfMemory(process: string, megabytes: number): string[] {
  if (megabytes <= limits.gatewayMegabytesMax) return [];
  return [`${process} used ${megabytes.toFixed(0)} MB, limit ${limits.gatewayMegabytesMax}`];
}

const shownFaultsMax = 5;

/** Each fault once, with its number of occurrences. */
export function counted(faults: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const fault of faults) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  const shown = sorted
    .slice(0, shownFaultsMax)
    .map(([fault, count]) => `${fault} (${count} times)`);
  const left = sorted.length - shown.length;
  return left > 0 ? [...shown, `and ${left} more faults`] : shown;
}
