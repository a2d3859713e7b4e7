import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { settingLimits } from '../config/schema/setting-limits';
import { readTree, treeOf } from '../tools/architecture/source-tree';
import { boundFaults, boundsOf, shownValue } from '../tools/generate/pages/bounds';
import { settingLimitFaults } from '../tools/generate/pages/limits';

const root = join(__dirname, '..');
const bounds = boundsOf(readTree(root));

test('every exported limit says what it bounds and what happens past it', () => {
  expect(bounds.length).toBeGreaterThan(100);
  expect(boundFaults(bounds)).toEqual([]);
});

test('every setting under limits has a row, and every row is a setting', () => {
  expect(settingLimitFaults()).toEqual([]);
  expect(settingLimitFaults({ 'limits.none': ['nothing'] })).toContain('limits.none is no setting');
  expect(settingLimitFaults({})).toContain(
    'limits.operation.depth has no row in config/schema/setting-limits.ts',
  );
});

test('every test that a limit names exists', () => {
  const tests = [
    ...bounds.map(({ tags }) => tags.test),
    ...Object.values(settingLimits).map(([, file]) => file),
  ].filter((name) => name !== undefined);
  expect(tests.length).toBeGreaterThan(50);
  expect(tests.filter((name) => !existsSync(join(root, name)))).toEqual([]);
});

describe('a limit in the code', () => {
  const files = treeOf({
    'platform/units.ts': 'export const kilo = 1_000;',
    'platform/cache.ts': `import { kilo } from './units';
/**
 * Texts that are kept.
 * @exceeded the oldest go
 */
const textsMax = 2 * kilo;
export const waitDeadlineMs = 5_000;
const pauseMs = 10;
`,
  });

  test('is found by its name where it is exported, and else by its comment', () => {
    expect(boundsOf(files).map(({ name, value }) => [name, value])).toEqual([
      ['textsMax', 2_000],
      ['waitDeadlineMs', 5_000],
    ]);
  });

  test('is a fault where nothing says what happens past it', () => {
    expect(boundFaults(boundsOf(files))).toEqual([
      'platform/cache.ts: waitDeadlineMs needs a comment with @exceeded: what happens past it',
    ]);
  });

  test('is shown with its unit', () => {
    expect(shownValue(65_536, 'bodyBytesMax')).toBe('65,536 bytes');
    expect(shownValue(10n ** 10n, 'priceMinorMax')).toBe('10,000,000,000 minor units');
    expect(shownValue(50, 'fragmentsMax')).toBe('50');
    expect([shownValue(1, 'keptHours'), shownValue(1, 'pauseMs')]).toEqual(['1 hour', '1 ms']);
  });
});
