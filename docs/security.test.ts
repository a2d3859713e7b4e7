import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(__dirname, '..');
const pages = ['threat-model', 'pci-dss'] as const;
const read = (page: string) => readFileSync(join(__dirname, 'security', `${page}.md`), 'utf8');

test.each(pages)('%s names tests that exist', (page) => {
  const named = [...read(page).matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, file = '']) => file);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

const kinds = /^(spoofing|tampering|repudiation|disclosure|denial of service|elevation)$/;

test('every threat has a kind, a measure and a test', () => {
  const tables = read('threat-model').split('\n| threat | kind | measure | test |\n').slice(1);
  const rows = tables.flatMap((table) => table.split('\n\n', 1)[0]?.split('\n').slice(1) ?? []);
  expect(rows.length).toBeGreaterThan(25);
  for (const row of rows) {
    const [, threat, kind, measure, file] = row.split('|').map((cell) => cell.trim());
    expect(kind, threat).toMatch(kinds);
    expect(measure, threat).not.toBe('');
    expect(file, threat).toMatch(/^`[\w./-]+\.test\.ts`$/);
  }
});
