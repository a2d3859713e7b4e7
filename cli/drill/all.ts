import { missingPrograms } from '../../e2e/drills/failover/programs';
import { type DrillReport, reportText } from '../../e2e/drills/report';
import { endChild, resolvesWithin, startChild } from '../../platform/process/child';
import { msPerMinute, msPerSecond } from '../../platform/values/time';
import { exitCode, UsageError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { drillExitCode } from './exit-codes';
import { untilDrillEnds } from './own-folder';
import {
  needsBackupDisk,
  needsHaproxy,
  needsOperatorPrograms,
  needsPgBackRest,
  needsRedis,
  needsRedisCluster,
  needsReleasePrograms,
  type Prerequisite,
} from './prerequisites';

interface ListedDrill {
  readonly name: string;
  readonly args?: readonly string[];
  readonly obstacle: Prerequisite;
  /** It neither fills a disk nor loads the machine, so it may run beside a shop in production. */
  readonly isLight?: true;
}

/** Every drill, those that take longest at the end. */
export const listedDrills: readonly ListedDrill[] = [
  { name: 'redis', obstacle: needsRedis, isLight: true },
  { name: 'redis-cluster', obstacle: needsRedisCluster, isLight: true },
  { name: 'certificate', obstacle: needsRedis, isLight: true },
  { name: 'provider', obstacle: needsRedis, isLight: true },
  { name: 'inventory', obstacle: needsRedis, isLight: true },
  { name: 'clock', obstacle: needsRedis, isLight: true },
  { name: 'disk', obstacle: needsRedis },
  { name: 'corruption', obstacle: needsRedis },
  { name: 'shard', obstacle: () => null },
  { name: 'backup-disk', obstacle: needsBackupDisk },
  { name: 'restore', obstacle: needsPgBackRest },
  { name: 'canary', obstacle: needsReleasePrograms },
  { name: 'blue-green', obstacle: needsReleasePrograms, args: ['--requests', '20000'] },
  { name: 'region', obstacle: needsHaproxy },
  { name: 'operator', obstacle: needsOperatorPrograms },
  { name: 'failover', obstacle: missingPrograms },
];

export interface AllOptions extends JsonOption {
  readonly besideProduction?: true;
  /** Names of drills that must not be skipped; absent if none may be. */
  readonly require?: readonly string[];
}

export type Outcome = 'met' | 'not met' | 'skipped';

interface DrillEnd {
  readonly drill: string;
  readonly outcome: Outcome;
  /** Why it was skipped, or did not run to its end. */
  readonly reason: string | null;
  readonly seconds: number;
  /** What it printed as JSON; null if it printed nothing. */
  readonly result: unknown;
}

const deadlineMs = 30 * msPerMinute;
/** A drill removes what it has made, which it may do while its shop drains. */
const endSignals = [['SIGTERM', 120 * msPerSecond]] as const;

const outcomeOf = (code: number | null): Outcome => {
  if (code === drillExitCode.skipped) return 'skipped';
  return code === exitCode.done ? 'met' : 'not met';
};

/** The last line that is a JSON document. */
function resultIn(lines: readonly string[]): unknown {
  const last = lines.findLast((line) => line.startsWith('{'));
  return last === undefined ? null : JSON.parse(last);
}

const log = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs a drill as a process of its own, whose process group is ended at the deadline. */
async function runOne({ name, args = [], obstacle }: ListedDrill): Promise<DrillEnd> {
  const reason = obstacle();
  if (reason !== null) {
    return { drill: name, outcome: 'skipped', reason, seconds: 0, result: null };
  }
  const startedAtMs = Date.now();
  const lines: string[] = [];
  const [, script = ''] = process.argv;
  const child = await startChild({
    command: process.execPath,
    args: [script, 'drill', name, '--json', ...args],
    deathSignal: 'SIGTERM',
    onLine: (line) => lines.push(line),
    onErrorLine: log,
  });
  const ended = untilDrillEnds(child);
  const isInTime = await resolvesWithin(ended, deadlineMs);
  if (!isInTime) await endChild(child, endSignals);
  await ended;
  const { code } = await child.exited;
  const result = resultIn(lines);
  const seconds = Math.round((Date.now() - startedAtMs) / msPerSecond);
  const skipped = (result as { skipped?: string } | null)?.skipped;
  const why = isInTime ? (skipped ?? null) : 'it did not end in time';
  return { drill: name, outcome: outcomeOf(code), reason: why, seconds, result };
}

/** Whether a result is a report; the drills of releases print results of other forms. */
const isReport = (result: unknown): result is DrillReport =>
  typeof result === 'object' && result !== null && 'figures' in result;

/** The text that is printed when a drill has ended. */
export function textOf({ drill, outcome, reason, result }: DrillEnd): string {
  if (isReport(result)) return reportText(result);
  const detail = reason ?? (result === null ? 'it failed' : JSON.stringify(result));
  return `drill            ${drill}\n${outcome.padEnd(16)} ${detail}\n`;
}

const summaryLine = ({ drill, outcome, reason, seconds }: DrillEnd): string =>
  `${drill.padEnd(16)} ${outcome.padEnd(8)} ${reason ?? `${seconds} s`}`;

/** @throws UsageError if one of the required drills is not among those that are run. */
function checkRequired(required: readonly string[], selected: readonly ListedDrill[]): void {
  const known = selected.map(({ name }) => name);
  const unknown = required.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new UsageError(
    `There is no drill ${unknown.join(', ')} to run here. Expected some of ${known.join(', ')}.`,
  );
}

type Ended = Pick<DrillEnd, 'drill' | 'outcome'>;

/** A drill that missed its figures counts more than one that did not run. */
export function codeOf(ends: readonly Ended[], required?: readonly string[]): number {
  if (ends.some(({ outcome }) => outcome === 'not met')) return exitCode.failed;
  const isRequired = ({ drill }: Ended) => required?.includes(drill) ?? true;
  const isSkipped = ends.some((end) => end.outcome === 'skipped' && isRequired(end));
  return isSkipped ? drillExitCode.skipped : exitCode.done;
}

/** Runs every drill that this machine can run. @returns the exit code. */
export async function runAllDrills(options: AllOptions): Promise<number> {
  const selected = listedDrills.filter(({ isLight }) => isLight || !options.besideProduction);
  checkRequired(options.require ?? [], selected);
  const ends: DrillEnd[] = [];
  for (const listed of selected) {
    log(`drill ${listed.name}`);
    const end = await runOne(listed);
    ends.push(end);
    if (!options.json) process.stdout.write(`${textOf(end)}\n`);
  }
  printResult(options, { drills: ends }, `${ends.map(summaryLine).join('\n')}\n`);
  return codeOf(ends, options.require);
}
