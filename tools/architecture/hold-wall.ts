import { describe, expect, test } from 'vitest';
import { type SourceFile, treeOf } from './source-tree';
import { violationText, type Wall } from './wall';

/** Checking the regular expressions of the whole tree takes 7 s of CPU; the machine may be busy. */
const wholeTreeDeadlineMs = 180_000;

/** Tests that the tree obeys a wall, and that the wall refuses and accepts its fixtures. */
export function holdWall(
  { name, check, refuses, accepts, why }: Wall,
  tree: readonly SourceFile[],
) {
  describe(name, () => {
    test('the whole tree obeys it', { timeout: wholeTreeDeadlineMs }, () => {
      expect(check(tree).map(violationText), why).toEqual([]);
    });

    test.each(Object.entries(refuses))('it refuses %s', (_name, fixture) => {
      expect(check(treeOf(fixture))).not.toEqual([]);
    });

    test.each(Object.entries(accepts))('it accepts %s', (_name, fixture) => {
      expect(check(treeOf(fixture)).map(violationText)).toEqual([]);
    });
  });
}
