import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import tied from './figures.json';

const root = join(__dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** Pages that say what was measured. */
const pages = [
  'README.md',
  'docs/business-continuity.md',
  'docs/capacity.md',
  'docs/disaster-recovery.md',
  'docs/forecasts.md',
  'docs/fraud-model.md',
  'docs/performance.md',
  'docs/scaling.md',
];

/** What a benchmark has kept, as far as it is read here. */
interface Result {
  readonly rows: readonly { readonly name: string }[];
}

const rowsOf = (result: string) =>
  (JSON.parse(read(`bench/results/${result}.json`)) as Result).rows;

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** The number at a path of a row; what is an object, such as CPU by process, is added up. */
function numberAt(row: unknown, keys: readonly string[]): number | null {
  const found = keys.reduce<unknown>(
    (part, key) => (part as Readonly<Record<string, unknown>> | undefined)?.[key],
    row,
  );
  if (typeof found === 'number') return found;
  return found === undefined ? null : sum(Object.values(found as Record<string, number>));
}

/**
 * The number that a path leads to: `ROW/KEY/KEY`, `ROW#2` for the second row of that name, `*` for
 * the largest of all rows, and `100 × ` in front of a ratio.
 */
function measured(result: string, path: string): number {
  const factor = path.startsWith('100 × ') ? 100 : 1;
  const [name = '', ...keys] = path.slice(factor === 100 ? '100 × '.length : 0).split('/');
  const rows = rowsOf(result);
  const [named, place = '1'] = name.split('#');
  const chosen = rows.filter((row) => row.name === named).slice(Number(place) - 1, Number(place));
  const numbers = (name === '*' ? rows : chosen)
    .map((row) => numberAt(row, keys))
    .filter((number) => number !== null);
  if (numbers.length === 0) throw new Error(`${result} has nothing at ${path}.`);
  return factor * Math.max(...numbers);
}

/** The text has the sign, because pages write a minus where programs write a hyphen. */
function written(signed: number, decimals: string): string {
  const value = Math.abs(signed);
  // Rates of loads have no separator in the table that the benchmark prints.
  if (decimals === '') return value.toFixed(0);
  const digits = Number(decimals);
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** A text with `{N}` for each number, which has N decimals. */
function filled(result: string, [text = '', ...paths]: readonly string[]): string {
  const left = [...paths];
  return text.replace(/\{(\d?)\}/g, (_, decimals: string) =>
    written(measured(result, left.shift() ?? ''), decimals),
  );
}

describe.each(tied)('$page says what is in $result', ({ page, result, quotes }) => {
  test.each(quotes.map((quote) => [quote[0], quote] as const))('%s', (_text, quote) => {
    const text = filled(result, quote);
    expect(read(page).includes(text), `${page} has to say: ${text}`).toBe(true);
  });
});

test.each(pages)(
  '%s names results that exist, and says nothing of one that is not tied',
  (page) => {
    const named = [...read(page).matchAll(/`bench\/results\/([\w-]+)\.json`/g)].map(
      ([, name = '']) => name,
    );
    expect(named.filter((name) => !existsSync(join(root, `bench/results/${name}.json`)))).toEqual(
      [],
    );
    const ofPage = tied.filter((each) => each.page === page).map(({ result }) => result);
    expect(named.filter((name) => !ofPage.includes(name))).toEqual([]);
  },
);
