import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(__dirname, '..');

/** The rows of a page whose last cells are a test file and the name of a test in it. */
const rowsOf = (page: string) =>
  [...readFileSync(join(__dirname, page), 'utf8').matchAll(/^\| (.+) \|$/gm)].flatMap(
    ([, row = '']) => {
      const cells = row.split(' | ');
      const [, file] = /^`([\w./-]+\.test\.ts)`$/.exec(cells.at(-2) ?? '') ?? [];
      return file === undefined
        ? []
        : [{ finding: cells[0] ?? '', file, name: cells.at(-1) ?? '' }];
    },
  );

const findings = [
  ...Array.from({ length: 9 }, (_, n) => `N${n + 1}`),
  ...Array.from({ length: 14 }, (_, n) => `low ${n + 1}`),
];
const sections = ['2.A', '2.B', '2.B2', '2.C', '2.D', '2.E', '2.F', '2.G', '2.H', '2.I'];

describe.each([
  ['security/findings.md', findings],
  ['operations-findings.md', sections],
])('%s', (page, expected) => {
  const rows = rowsOf(page);

  test('has a test for each finding', () => {
    const found = new Set(rows.map(({ finding }) => finding));
    expect(expected.filter((finding) => !found.has(finding))).toEqual([]);
  });

  test('names tests that exist', () => {
    const missing = rows.filter(({ file, name }) => {
      const path = join(root, file);
      return !existsSync(path) || !readFileSync(path, 'utf8').includes(name);
    });
    expect(missing).toEqual([]);
  });
});
