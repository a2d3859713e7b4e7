import { median } from '../../platform/values/median';
import { msPerSecond } from '../../platform/values/time';

/** The form in which every drill reports what it broke and what was left. */

export interface InjectedFault {
  /** What was done, e.g. `Redis was killed and started empty`. */
  readonly broken: string;
  /** The time from the fault until `detectedBy` showed it; null if it never did. */
  readonly detectedAfterMs: number | null;
  /** What an operator watches, e.g. `/ready` or a metric. */
  readonly detectedBy: string;
  /** The time from the end of the fault until the shop sold again; null if it never did. */
  readonly recoveredAfterMs: number | null;
}

/** A figure that a drill has to meet. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly limit: string;
  readonly isMet: boolean;
}

export interface DrillReport {
  /** Its name on the command line. */
  readonly drill: string;
  readonly faults: readonly InjectedFault[];
  /** Calls that the shop acknowledged, before, during and after the faults. */
  readonly acknowledged: number;
  /** Acknowledged calls without their effect. */
  readonly lost: number;
  /** Set where something may be lost, as by a restore: the figures say how much. */
  readonly mayLose?: true;
  /** What else must not be: two effects of one call, units sold twice, money without an order. */
  readonly violations: readonly string[];
  /** The disagreements that `verify` found, one a line. */
  readonly verify: readonly string[];
  /** The figures to meet, in addition to no loss and no disagreement. */
  readonly figures: readonly Figure[];
}

/** A drill that this machine cannot run. */
export interface SkippedDrill {
  readonly drill: string;
  readonly skipped: string;
}

const shownMax = 10;

const seconds = (ms: number): string => `${(ms / msPerSecond).toFixed(1)} s`;

/** A duration that must not be longer; null if what it measures never happened. */
export function durationAtMost(what: string, ms: number | null, limitMs: number): Figure {
  const limit = `at most ${seconds(limitMs)}`;
  if (ms === null) return { what, measured: 'never', limit, isMet: false };
  return { what, measured: seconds(ms), limit, isMet: ms <= limitMs };
}

/** The worst of all; null if one never happened. */
function worstOf(durations: readonly (number | null)[]): number | null {
  const known = durations.filter((one) => one !== null);
  return known.length < durations.length ? null : Math.max(...known);
}

/** The worst of several runs, with their median in its name; of one run, that one. */
export function worstAtMost(
  what: string,
  durations: readonly (number | null)[],
  limitMs: number,
): Figure {
  const worst = worstOf(durations);
  if (durations.length === 1) return durationAtMost(what, worst, limitMs);
  const known = durations.filter((one) => one !== null);
  const middle = (median(known) / msPerSecond).toFixed(2);
  const named = `${what}, worst of ${durations.length} runs, median ${middle} s`;
  return durationAtMost(named, worst, limitMs);
}

export function countAtLeast(what: string, count: number, least: number): Figure {
  return { what, measured: String(count), limit: `at least ${least}`, isMet: count >= least };
}

export function countAtMost(what: string, count: number, most: number): Figure {
  return { what, measured: String(count), limit: `at most ${most}`, isMet: count <= most };
}

/** A time that may be only so much longer than another one, such as that before the fault. */
export function ratioAtMost(what: string, ms: number, beforeMs: number, most: number): Figure {
  const isMet = ms <= most * beforeMs;
  const measured = `${ms.toFixed(0)} ms (${beforeMs.toFixed(0)} ms before)`;
  return { what, measured, limit: `at most ${most} times`, isMet };
}

/** A drill loses nothing unless it may, breaks no promise and leaves nothing that disagrees. */
export const figuresOf = ({ violations, verify, ...report }: DrillReport): Figure[] => [
  ...report.figures,
  ...(report.mayLose ? [] : [countAtMost('acknowledged calls lost', report.lost, 0)]),
  countAtMost('violations', violations.length, 0),
  countAtMost('disagreements of verify', verify.length, 0),
];

export const isDrillMet = (report: DrillReport): boolean =>
  figuresOf(report).every(({ isMet }) => isMet);

const labelled = (label: string, text: string): string => `${label.padEnd(16)} ${text}`;

const listed = (label: string, lines: readonly string[]): string[] => {
  if (lines.length === 0) return [labelled(label, 'nothing')];
  const shown = lines.slice(0, shownMax).map((line) => `  ${line}`);
  const more = lines.length - shown.length;
  const rest = more > 0 ? [`  and ${more} more`] : [];
  return [labelled(label, `${lines.length}:`), ...shown, ...rest];
};

function faultLines({ broken, detectedBy, ...fault }: InjectedFault): string[] {
  const { detectedAfterMs, recoveredAfterMs } = fault;
  const detected =
    detectedAfterMs === null
      ? `not detected by ${detectedBy}`
      : `${seconds(detectedAfterMs)} by ${detectedBy}`;
  const recovered = recoveredAfterMs === null ? 'never' : seconds(recoveredAfterMs);
  return [
    labelled('broken', broken),
    labelled('detected after', detected),
    labelled('recovered after', recovered),
  ];
}

const figureLine = ({ what, measured, limit, isMet }: Figure): string =>
  `  ${isMet ? 'met    ' : 'NOT MET'}  ${what}: ${measured} (${limit})`;

/** The report for people. */
export function reportText(report: DrillReport): string {
  const lines = [
    labelled('drill', report.drill),
    ...report.faults.flatMap(faultLines),
    labelled('lost', `${report.lost} of ${report.acknowledged} acknowledged calls`),
    ...listed('violations', report.violations),
    ...listed('verify', report.verify),
    labelled('figures', isDrillMet(report) ? 'met' : 'not met'),
    ...figuresOf(report).map(figureLine),
  ];
  return `${lines.join('\n')}\n`;
}

export const skippedText = ({ drill, skipped }: SkippedDrill): string =>
  `${labelled('drill', drill)}\n${labelled('skipped', skipped)}\n`;
