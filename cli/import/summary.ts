import type { RefusedRows } from './refused';

/** What became of an import, for people: counts in a column, then what was refused and why. */
export interface SummaryFacts {
  readonly title: string;
  readonly counts: readonly (readonly [what: string, count: number])[];
  readonly refused: RefusedRows;
  readonly ms: number;
}

const bytesPerKilobyte = 1024;
const msPerSecond = 1_000;

const number = (count: number) => count.toLocaleString('en');

function columnOf(rows: readonly (readonly [what: string, count: number])[]): string[] {
  const numbers = rows.map(([, count]) => number(count));
  const width = Math.max(...numbers.map(({ length }) => length), 0);
  return rows.map(([what], index) => `  ${(numbers[index] ?? '').padStart(width)}  ${what}`);
}

/** Peak memory is this process's own, as the system counts it. */
export function summaryOf({ title, counts, refused, ms }: SummaryFacts): string {
  const reasons = [...refused.counts].sort(([, one], [, other]) => other - one);
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / bytesPerKilobyte);
  return [
    `${title} (${(ms / msPerSecond).toFixed(1)} s, peak memory ${peakMegabytes} MB)`,
    ...columnOf(counts),
    `Refused: ${number(total)} lines${total === 0 ? '' : ', by reason:'}`,
    ...columnOf(reasons),
    `The refused lines are in ${refused.path}`,
    '',
  ].join('\n');
}
