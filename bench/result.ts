import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../platform/process/repository-root';
import { percentile, perSecond, type Sample } from '../testing/load/latencies';
import type { CpuTimes } from './measure/cpu';

const resultsPath = 'bench/results';
const resultsFolder = path.join(repositoryRoot, resultsPath);
const bytesPerGiB = 1024 ** 3;

/** A measurement: one row of the table. */
export interface Row {
  /** The load and its clients, e.g. `orders, 8 clients`. */
  readonly name: string;
  readonly perSecond?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** Ratio to the yardstick of the same run. */
  readonly ratio?: number;
  /** The p50 divided by that of the same query at a thousand orders. */
  readonly growth?: number;
  /** Milliseconds of CPU per operation, by kind of process. */
  readonly cpuMs?: CpuTimes;
  readonly statements?: number;
  readonly commits?: number;
  readonly outcomes?: Readonly<Record<string, number>>;
  /** Columns of this scenario only, named with their unit, e.g. `last answer ms`. */
  readonly figures?: Readonly<Record<string, number>>;
}

/** The columns that every load has. */
export function rowOf(name: string, sample: Sample): Row {
  return {
    name,
    perSecond: perSecond(sample),
    p50Ms: percentile(sample, 50),
    p99Ms: percentile(sample, 99),
    outcomes: sample.outcomes,
  };
}

export interface Result {
  readonly scenario: string;
  readonly at: string;
  readonly commit: string;
  /** Whether the working tree had uncommitted changes other than results of earlier runs. */
  readonly hasChanges: boolean;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly node: string;
  };
  readonly rows: readonly Row[];
}

function git(...args: string[]): string {
  try {
    return execFileSync('git', args, { cwd: repositoryRoot, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

export function resultOf(scenario: string, rows: readonly Row[]): Result {
  const [cpu] = cpus();
  return {
    scenario,
    at: new Date().toISOString(),
    commit: git('rev-parse', '--short', 'HEAD'),
    hasChanges: git('status', '--porcelain', '--', '.', `:!${resultsPath}`) !== '',
    machine: {
      cpu: cpu?.model ?? 'unknown',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / bytesPerGiB),
      node: process.version,
    },
    rows,
  };
}

/** @returns the path of the file. */
export function keepResult(result: Result): string {
  mkdirSync(resultsFolder, { recursive: true });
  const day = result.at.slice(0, 16).replaceAll(':', '').replace('T', '-');
  const file = path.join(resultsFolder, `${day}-${result.scenario}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  return path.relative(repositoryRoot, file);
}

export const readResult = (file: string): Result => JSON.parse(readFileSync(file, 'utf8'));

const shown = (value: number | undefined, places: number): string =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(places);

function cpuText(cpu: CpuTimes | undefined): string {
  const kinds = Object.entries(cpu ?? {}).filter(([, ms]) => ms >= 0.005);
  return kinds.map(([kind, ms]) => `${kind} ${ms.toFixed(2)}`).join(', ');
}

/** The outcomes as text; empty if every call succeeded. */
function outcomesText(outcomes: Row['outcomes'] = {}): string {
  const counts = Object.entries(outcomes).filter(([name]) => name !== 'answered');
  return counts.map(([name, count]) => `${name} ${count}`).join(', ');
}

interface Column {
  readonly head: string;
  readonly cell: (row: Row) => string;
}

const columns: readonly Column[] = [
  { head: 'what', cell: ({ name }) => name },
  { head: 'per s', cell: (row) => shown(row.perSecond, 1) },
  { head: 'p50 ms', cell: (row) => shown(row.p50Ms, 1) },
  { head: 'p99 ms', cell: (row) => shown(row.p99Ms, 1) },
  {
    head: 'of the yardstick',
    cell: ({ ratio }) => (ratio === undefined ? '' : `${(ratio * 100).toFixed(0)} %`),
  },
  { head: 'times as long as with few rows', cell: (row) => shown(row.growth, 2) },
  { head: 'CPU ms each', cell: (row) => cpuText(row.cpuMs) },
  { head: 'statements', cell: (row) => shown(row.statements, 1) },
  { head: 'commits', cell: (row) => shown(row.commits, 1) },
  { head: 'outcomes', cell: ({ outcomes }) => outcomesText(outcomes) },
];

function figureColumns(rows: readonly Row[]): Column[] {
  const heads = new Set(rows.flatMap(({ figures = {} }) => Object.keys(figures)));
  return [...heads].map((head) => ({ head, cell: (row) => shown(row.figures?.[head], 2) }));
}

function speedUp(earlier: Result): Column {
  const cell = ({ name, perSecond: now }: Row): string => {
    const before = earlier.rows.find((row) => row.name === name)?.perSecond;
    return now && before ? (now / before).toFixed(2) : '';
  };
  return { head: 'times as fast as before', cell };
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A Markdown table. */
export const markdown = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');

/**
 * The result as a Markdown table without empty columns; with an earlier result, also the speed-up
 * of each row.
 */
export function table({ rows }: Result, earlier: Result | null): string {
  const all = [...columns, ...figureColumns(rows), ...(earlier ? [speedUp(earlier)] : [])];
  const nonEmpty = all.filter(({ cell }) => rows.some((row) => cell(row) !== ''));
  return markdown(
    nonEmpty.map(({ head }) => head),
    rows.map((row) => nonEmpty.map(({ cell }) => cell(row))),
  );
}
