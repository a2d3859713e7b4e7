import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import type { CpuTimes } from './measure/cpu';

const repositoryRoot = path.join(__dirname, '..', '..');
const resultsFolder = path.join(repositoryRoot, 'bench/results');
const bytesPerGiB = 1024 ** 3;

/** One measurement: a line of the table. */
export interface Row {
  /** What was done by how many, e.g. `orders, 8 clients`. */
  readonly name: string;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the yardstick of the same run. */
  readonly ratio?: number;
  /** The p50 over that of the same query at a thousand orders. */
  readonly growth?: number;
  /** Milliseconds of CPU for each operation, by kind of process. */
  readonly cpuMs?: CpuTimes;
  readonly statements?: number;
  readonly commits?: number;
  readonly outcomes?: Readonly<Record<string, number>>;
}

export interface Result {
  readonly scenario: string;
  readonly at: string;
  readonly commit: string;
  /** Whether the tree had changes that the commit does not have. */
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
    hasChanges: git('status', '--porcelain') !== '',
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
  value === undefined ? '' : value.toFixed(places);

function cpuText(cpu: CpuTimes | undefined): string {
  const kinds = Object.entries(cpu ?? {}).filter(([, ms]) => ms >= 0.005);
  return kinds.map(([kind, ms]) => `${kind} ${ms.toFixed(2)}`).join(', ');
}

/** The table as Markdown; with an earlier result, how many times faster each line is. */
export function table(result: Result, earlier: Result | null): string {
  const heads = [
    'what',
    'per s',
    'p50 ms',
    'p99 ms',
    'of the yardstick',
    'times as long as with few rows',
    'CPU ms each',
    'statements',
    'commits',
  ];
  if (earlier) heads.push('times as fast as before');
  const lines = result.rows.map((row) => {
    const before = earlier?.rows.find(({ name }) => name === row.name);
    const cells = [
      row.name,
      shown(row.perSecond, 1),
      shown(row.p50Ms, 1),
      shown(row.p99Ms, 1),
      row.ratio === undefined ? '' : `${(row.ratio * 100).toFixed(0)} %`,
      shown(row.growth, 2),
      cpuText(row.cpuMs),
      shown(row.statements, 1),
      shown(row.commits, 1),
    ];
    if (earlier) cells.push(before ? (row.perSecond / before.perSecond).toFixed(2) : '');
    return `| ${cells.join(' | ')} |`;
  });
  return [`| ${heads.join(' | ')} |`, `|${heads.map(() => '---').join('|')}|`, ...lines].join('\n');
}
