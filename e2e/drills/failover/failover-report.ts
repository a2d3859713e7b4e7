import { msPerSecond } from '../../../platform/values/time';
import { countAtLeast, type DrillReport, durationAtMost, type Figure } from '../report';
import type { FailoverDrillResult } from './failover-drill';
import { faults } from './faults';
import type { FaultResult } from './inject-fault';

const promotionLimitMs = msPerSecond;

/** The worst of all; null if one never happened. */
function worstOf(durations: readonly (number | null)[]): number | null {
  const known = durations.filter((one) => one !== null);
  return known.length < durations.length ? null : Math.max(...known);
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

/** A figure of the worst run, with the median in its name. */
function durationFigure(
  what: string,
  durations: readonly (number | null)[],
  limitMs: number,
): Figure {
  const known = durations.filter((one) => one !== null);
  const median = (medianOf(known) / msPerSecond).toFixed(2);
  const runs = `${durations.length} ${durations.length === 1 ? 'run' : 'runs'}`;
  return durationAtMost(
    `${what}, worst of ${runs}, median ${median} s`,
    worstOf(durations),
    limitMs,
  );
}

function figuresOfFault(name: string, limitMs: number, results: readonly FaultResult[]): Figure[] {
  const own = results.filter(({ fault }) => fault === name);
  if (own.length === 0) return [];
  const writable = own.map(({ recoveredAfterMs }) => recoveredAfterMs);
  const promoted = own.map(({ promotedAfterMs }) => promotedAfterMs);
  return [
    durationFigure(`${name}: writable`, writable, limitMs),
    durationFigure(`${name}: writable after the decision`, promoted, promotionLimitMs),
  ];
}

/** The report of the drill; without faults, that of the control alone. */
export function failoverReport({ faults: results, control }: FailoverDrillResult): DrillReport {
  const sum = (countOf: (one: FaultResult) => number) =>
    results.reduce((total, one) => total + countOf(one), 0);
  return {
    drill: 'failover',
    faults: results.map(({ broken, detectedAfterMs, recoveredAfterMs }) => ({
      ...{ broken, detectedAfterMs, recoveredAfterMs },
      detectedBy: 'Patroni, which decided to promote the standby',
    })),
    acknowledged: sum(({ acknowledged }) => acknowledged),
    lost: sum(({ lost }) => lost),
    violations: results.flatMap(({ violations }) => violations),
    verify: results.flatMap(({ verify }) => verify),
    figures: [
      ...faults.flatMap(({ name, limitMs }) => figuresOfFault(name, limitMs, results)),
      countAtLeast(
        `asynchronous control: lost of ${control.acknowledged} acknowledged orders`,
        control.lost,
        1,
      ),
    ],
  };
}

const seconds = (ms: number | null): string =>
  ms === null ? 'never' : `${(ms / msPerSecond).toFixed(2)} s`;

/** How the shop and the former primary fared, one line a fault. */
export const aftermathLines = (results: readonly FaultResult[]): string[] =>
  results.map(
    ({ fault, ordersPausedMs, rejoinedAfterMs }) =>
      `${fault.padEnd(16)} no order for ${seconds(ordersPausedMs)}; the former primary was a synchronous standby ${seconds(rejoinedAfterMs)} after it could run again`,
  );
