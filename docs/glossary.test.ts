import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const rowsMax = 60;

const rows = readFileSync(join(__dirname, 'glossary.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| term |'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('the glossary is short, and every row has a term, a meaning and a place', () => {
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThanOrEqual(rowsMax);
  expect(rows.filter(([, term, meaning, where]) => !term || !meaning || !where)).toEqual([]);
});
