import { msPerSecond } from '../../platform/values/time';

/** Outcomes and latencies of the orders in a replay. */
export interface Report {
  count(outcome: string, ms: number): void;
  /** Records that an invoice started this much after its scheduled time. */
  late(ms: number): void;
  text(elapsedMs: number): string;
}

const percentiles = [50, 90, 95, 99];
const percent = 100;

/** The percentile by nearest rank. */
export function percentileOf(sorted: readonly number[], share: number): number {
  const rank = Math.ceil((share / percent) * sorted.length);
  return sorted[Math.max(rank, 1) - 1] ?? 0;
}

function percentilesOf(times: readonly number[]): string {
  const sorted = [...times].sort((one, other) => one - other);
  return [
    ...percentiles.map((each) => `p${each} ${percentileOf(sorted, each).toFixed(0)} ms`),
    `max ${(sorted.at(-1) ?? 0).toFixed(0)} ms`,
  ].join(', ');
}

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
        `${times.length} orders in ${(elapsedMs / msPerSecond).toFixed(1)} s: ${rate.toFixed(1)} orders/s`,
        `Latency: ${percentilesOf(times)}`,
        ...(delays.length === 0 ? [] : [`Behind the schedule: ${percentilesOf(delays)}`]),
        'Outcomes:',
        ...kinds.map(([outcome, count]) => `  ${String(count).padStart(7)}  ${outcome}`),
        '',
      ].join('\n');
    },
  };
}
