import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SourceFile, treeOf } from './source-tree';
import { violationText, type Wall } from './wall';

/** Checking every regular expression again, with a new version of the checker, takes minutes. */
const wholeTreeDeadlineMs = 600_000;

/**
 * Tests that the tree obeys a wall, that the wall refuses and accepts its fixtures, and that it looks
 * at folders which the tree has: otherwise it passes on nothing.
 */
export function holdWall(
  { name, check, refuses, accepts, why }: Wall,
  tree: readonly SourceFile[],
) {
  const folders = new Set(tree.map(({ path }) => dirname(path)));

  describe(name, () => {
    test('the whole tree obeys it', { timeout: wholeTreeDeadlineMs }, () => {
      expect(check(tree).map(violationText), why).toEqual([]);
    });

    test.each(Object.entries(refuses))('it refuses %s', (_name, fixture) => {
      expect(check(treeOf(fixture))).not.toEqual([]);
    });

    test('it looks at folders that the tree has', () => {
      const found = Object.values(refuses).flatMap((fixture) => check(treeOf(fixture)));
      expect(found.filter(({ path }) => folders.has(dirname(path)))).not.toEqual([]);
    });

    test.each(Object.entries(accepts))('it accepts %s', (_name, fixture) => {
      expect(check(treeOf(fixture)).map(violationText)).toEqual([]);
    });
  });
}
