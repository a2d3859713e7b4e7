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

/** The number at a path of a row: `ROW#2` is the second one of that name, `*` the largest of all. */
function measured(result: string, row: string, keys: readonly string[]): number {
  const rows = rowsOf(result);
  const [named, place = '1'] = row.split('#');
  const chosen = rows.filter(({ name }) => name === named).slice(Number(place) - 1, Number(place));
  const numbers = (row === '*' ? rows : chosen)
    .map((each) => numberAt(each, keys))
    .filter((number) => number !== null);
  if (numbers.length === 0) throw new Error(`${result} has nothing at ${row}/${keys.join('/')}.`);
  return Math.max(...numbers);
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

const figure = /\{(100 × )?([^}]+?)(?::(\d))?\}/g;

/**
 * A text with its figures: `{ROW/KEY/KEY:2}` has two decimals, `{/KEY}` is of the same row as the
 * figure to its left, and `{100 × ROW/KEY}` is a ratio in percent.
 */
function filled(result: string, text: string): string {
  let row = '';
  return text.replace(figure, (_, factor: string | undefined, path: string, decimals = '') => {
    const [named = '', ...keys] = path.split('/');
    row = named || row;
    return written((factor === undefined ? 1 : 100) * measured(result, row, keys), decimals);
  });
}

describe.each(tied)('$page says what is in $result', ({ page, result, quotes }) => {
  test.each(quotes)('%s', (quote) => {
    const text = filled(result, quote);
    expect(read(page).includes(text), `${page} has to say: ${text}`).toBe(true);
  });
});

/** A result, with its folder or without it. */
const resultName = /`(?:bench\/results\/)?(\d{4}-\d\d-\d\d-\d{4}-[a-z-]+)(?:\.json)?`/g;

test.each(pages)(
  '%s names results that exist, and says nothing of one that is not tied',
  (page) => {
    const named = [...read(page).matchAll(resultName)].map(([, name = '']) => name);
    expect(named.filter((name) => !existsSync(join(root, `bench/results/${name}.json`)))).toEqual(
      [],
    );
    const ofPage = tied.filter((each) => each.page === page).map(({ result }) => result);
    expect(named.filter((name) => !ofPage.includes(name))).toEqual([]);
  },
);
