import { msPerSecond } from '../../platform/values/time';
import type { RefusedRows } from './refused';

/** The result of an import: counts, then the rejected rows by reason. */
export interface SummaryFacts {
  readonly title: string;
  readonly advice?: string | undefined;
  /** The rejected rows have the dates of their files. */
  readonly isDayFirst: boolean;
  readonly counts: readonly (readonly [what: string, count: number])[];
  readonly refused: RefusedRows;
  readonly ms: number;
}

const bytesPerKilobyte = 1024;

const number = (count: number) => count.toLocaleString('en');

function columnOf(rows: readonly (readonly [what: string, count: number])[]): string[] {
  const numbers = rows.map(([, count]) => number(count));
  const width = Math.max(...numbers.map(({ length }) => length), 0);
  return rows.map(([what], index) => `  ${(numbers[index] ?? '').padStart(width)}  ${what}`);
}

/** Peak memory is the maximum resident set size of this process. */
export function summaryOf(facts: SummaryFacts): string {
  const { title, advice, isDayFirst, counts, refused, ms } = facts;
  const reasons = [...refused.counts].sort(([, one], [, other]) => other - one);
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / bytesPerKilobyte);
  const rejected =
    total === 0
      ? ['No line was rejected.']
      : [
          `Rejected: ${number(total)} ${total === 1 ? 'line' : 'lines'}, by reason:`,
          ...columnOf(reasons),
          `They are in ${refused.path}: fix them there, and import that file${isDayFirst ? ' with --day-first' : ''}.`,
          ...(advice ? [advice] : []),
        ];
  return [
    `${title} (${(ms / msPerSecond).toFixed(1)} s, peak memory ${peakMegabytes} MB)`,
    ...columnOf(counts),
    ...rejected,
    '',
  ].join('\n');
}
