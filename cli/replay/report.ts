import { counted } from '../../platform/values/counted';
import { msPerSecond } from '../../platform/values/time';

/** Outcomes and latencies of the orders in a replay. */
export interface Report {
  count(outcome: string, ms: number): void;
  /** Records that an invoice started this much after its scheduled time. */
  late(ms: number): void;
  text(elapsedMs: number): string;
  /** The same for programs. */
  figures(elapsedMs: number): ReplayFigures;
}

interface ReplayFigures {
  readonly orders: number;
  readonly seconds: number;
  /** Milliseconds, by percentile. */
  readonly latency: Readonly<Record<string, number>>;
  readonly behindSchedule: Readonly<Record<string, number>> | null;
  readonly outcomes: Readonly<Record<string, number>>;
}

const percentiles = [50, 90, 95, 99];
const percent = 100;

/** The percentile by nearest rank. */
export function percentileOf(sorted: readonly number[], share: number): number {
  const rank = Math.ceil((share / percent) * sorted.length);
  return sorted[Math.max(rank, 1) - 1] ?? 0;
}

/** Percentiles in whole milliseconds: `p50` and so on, and `max`. */
function percentilesOf(times: readonly number[]): Record<string, number> {
  const sorted = [...times].sort((one, other) => one - other);
  const shares = percentiles.map((each) => [`p${each}`, Math.round(percentileOf(sorted, each))]);
  return { ...Object.fromEntries(shares), max: Math.round(sorted.at(-1) ?? 0) };
}

const latencyText = (times: readonly number[]): string =>
  Object.entries(percentilesOf(times))
    .map(([name, ms]) => `${name} ${ms} ms`)
    .join(', ');

export function replayReport(): Report {
  const times: number[] = [];
  const delays: number[] = [];
  const outcomes = new Map<string, number>();
  return {
    count: (outcome, ms) => {
      times.push(ms);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    },
    late: (ms) => void delays.push(ms),
    text: (elapsedMs) => {
      const rate = times.length / (elapsedMs / msPerSecond);
      const kinds = [...outcomes].sort(([, one], [, other]) => other - one);
      return [
        `${counted(times.length, 'order')} in ${(elapsedMs / msPerSecond).toFixed(1)} s: ${rate.toFixed(1)} orders/s`,
        `Latency: ${latencyText(times)}`,
        ...(delays.length === 0 ? [] : [`Behind the schedule: ${latencyText(delays)}`]),
        'Outcomes:',
        ...kinds.map(([outcome, count]) => `  ${String(count).padStart(7)}  ${outcome}`),
        '',
      ].join('\n');
    },
    figures: (elapsedMs) => ({
      orders: times.length,
      seconds: elapsedMs / msPerSecond,
      latency: percentilesOf(times),
      behindSchedule: delays.length === 0 ? null : percentilesOf(delays),
      outcomes: Object.fromEntries(outcomes),
    }),
  };
}
