import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { subgraphNames } from '../config/subgraphs';
import { treeOf } from '../tools/architecture/source-tree';
import { constantsOf } from '../tools/generate/pages/constants';
import { fillPlaceholders } from '../tools/generate/pages/placeholders';
import { retentionRows } from '../tools/generate/pages/retention';
import { retryPolicies } from '../tools/generate/pages/retries';
import { inMemoryAndFiles } from '../tools/generate/pages/tables/retention-elsewhere';

const root = join(__dirname, '..');

/** The tables of a room's database: no migration drops or renames one. */
function tablesOf(room: string): string[] {
  const folder = join(root, 'prisma', room, 'migrations');
  return readdirSync(folder).flatMap((migration) => {
    const text = readFileSync(join(folder, migration, 'migration.sql'), 'utf8');
    expect(text).not.toMatch(/^DROP TABLE|RENAME TO/m);
    return [...text.matchAll(/^CREATE TABLE "?(\w+)"?/gm)].map(([, name = '']) => name);
  });
}

test.each(subgraphNames)('every table of %s is in the page of retention, once', (room) => {
  const named = retentionRows[room].flatMap(({ tables = [] }) => tables);
  expect(named.length).toBeGreaterThan(0);
  expect([...named].sort()).toEqual(tablesOf(room).sort());
});

test('every file and test that the tables name exists', () => {
  const rows = [
    ...Object.values(retentionRows).flat(),
    ...inMemoryAndFiles,
    ...Object.values(retryPolicies).flat(),
  ];
  const named = rows.flatMap(({ file, test: name }) => (name ? [file, name] : [file]));
  expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
});

describe('a number in a text', () => {
  const file = 'platform/retry.ts';
  const constants = constantsOf(treeOf({ [file]: 'const pauseMs = 2 * 1_000;' }));

  test('is that of the constant', () => {
    expect(fillPlaceholders('after {pauseMs}', file, constants)).toBe('after 2,000 ms');
  });

  test('is the default of the setting', () => {
    expect(fillPlaceholders('{orders.reviewHours}', file, constants)).toBe(
      '72 hours (`orders.reviewHours`)',
    );
  });

  test('cannot be that of nothing', () => {
    expect(() => fillPlaceholders('{pauseS}', file, constants)).toThrow('no constant pauseS');
    expect(() => fillPlaceholders('{orders.none}', file, constants)).toThrow('no setting');
  });
});
