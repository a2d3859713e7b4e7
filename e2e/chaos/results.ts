import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { SeedResult } from './run-seed';

/**
 * The page of results: a table of seeds and one of mutants. Each ends with a marker, before which
 * the next row is inserted. An interrupted run continues where it stopped.
 */
const marks = { seeds: '<!-- seeds: end -->', mutants: '<!-- mutants: end -->' };

export interface Place {
  readonly commit: string;
  readonly machine: string;
}

export interface MutantResult {
  readonly name: string;
  /** The number of seeds until detection; null if it was not detected. */
  readonly seeds: number | null;
  readonly tried: number;
  readonly minutes: number;
  /** The first violation that revealed it. */
  readonly first: string;
}

const tables: Record<keyof typeof marks, string> = {
  seeds:
    '| commit | machine | seed | minutes | kills | stopped | connections and more | orders | acknowledged | unknown | decided after | violations |\n' +
    '|---|---|---|---|---|---|---|---|---|---|---|---|\n',
  mutants:
    '| commit | machine | mutant | detected by seed | minutes each | first violation |\n' +
    '|---|---|---|---|---|---|\n',
};

const newPage = `# Results of the fault harness

One row per run, newest last. \`npm run chaos -- --help\` explains how to run the harness.

## Seeds
${tables.seeds}${marks.seeds}

## Mutants
${tables.mutants}${marks.mutants}
`;

const pageOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : newPage);

function append(file: string, table: keyof typeof marks, cells: readonly unknown[]): void {
  const row = `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |\n`;
  const page = pageOf(file);
  if (!page.includes(marks[table])) throw new Error(`${file} lacks the mark ${marks[table]}.`);
  writeFileSync(
    file,
    page.replace(marks[table], () => `${row}${marks[table]}`),
  );
}

type SeedKey = Pick<SeedResult, 'seed' | 'databases' | 'instances'>;

/** One database and one of each process are the rule, and not mentioned. */
const seedCell = ({ seed, databases, instances }: SeedKey): string =>
  [
    `${seed}`,
    ...(databases === 1 ? [] : [`${databases} databases`]),
    ...(instances === 1 ? [] : [`${instances} of each`]),
  ].join(', ');

/** Whether the page has a run of the seed without violations, on committed code. */
export function isDone(
  file: string,
  { commit, machine }: Place,
  run: SeedKey & Pick<SeedResult, 'minutes'>,
): boolean {
  if (commit.endsWith('+')) return false;
  const begin = `| ${[commit, machine, seedCell(run), run.minutes].join(' | ')} |`;
  return pageOf(file)
    .split('\n')
    .some((row) => row.startsWith(begin) && row.endsWith('| 0 |'));
}

const counted = (result: SeedResult, prefix: string): string =>
  Object.entries(result.faults)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, count]) => `${name.slice(prefix.length)} ${count}`)
    .join(', ') || 'none';

const others = ({ faults }: SeedResult): string =>
  Object.entries(faults)
    .filter(([name]) => !/^(kill|stop) /.test(name))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none';

/** @returns a summary line. */
export function summaryOf(result: SeedResult): string {
  const { orders, acknowledged, unknown, decidedMs, violations } = result;
  return (
    `seed ${seedCell(result)}: kills: ${counted(result, 'kill ')}; stopped: ${counted(result, 'stop ')}; ` +
    `${others(result)}; orders ${orders}, acknowledged ${acknowledged}, unknown ${unknown}, ` +
    `decided after ${(decidedMs / 1_000).toFixed(1)} s, violations ${violations.length}`
  );
}

export function recordSeed(file: string, place: Place, result: SeedResult): void {
  const { minutes, orders, acknowledged, unknown, decidedMs, violations } = result;
  append(file, 'seeds', [
    place.commit,
    place.machine,
    seedCell(result),
    minutes,
    counted(result, 'kill '),
    counted(result, 'stop '),
    others(result),
    orders,
    acknowledged,
    unknown,
    `${(decidedMs / 1_000).toFixed(1)} s`,
    violations.length,
  ]);
}

export function recordMutant(file: string, place: Place, result: MutantResult): void {
  const { name, seeds, tried, minutes, first } = result;
  const caught = seeds ?? `not in ${tried}`;
  append(file, 'mutants', [place.commit, place.machine, name, caught, minutes, first]);
}
