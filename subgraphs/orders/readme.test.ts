import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withStateTable } from './domain/state-table';

it('shows the state table as the code has it', () => {
  const page = readFileSync(join(__dirname, 'README.md'), 'utf8');
  expect(page).toBe(withStateTable(page));
});

it('needs markers around the table', () => {
  expect(() => withStateTable('# Orders')).toThrow('no markers');
});
