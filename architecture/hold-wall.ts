import { describe, expect, test } from 'vitest';
import { type SourceFile, treeOf } from './source-tree';
import { violationText, type Wall } from './wall';

/** Tests that a wall stands in the tree, and that it tells its fixtures apart. */
export function holdWall(
  { name, check, refuses, accepts, why }: Wall,
  tree: readonly SourceFile[],
) {
  describe(name, () => {
    test('it stands in the whole tree', () => {
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
