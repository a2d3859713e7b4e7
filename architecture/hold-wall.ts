import { describe, expect, test } from 'vitest';
import { type SourceFile, treeOf } from './source-tree';
import { violationText, type Wall } from './wall';

/** Tests that the tree obeys a wall, and that the wall refuses and accepts its fixtures. */
export function holdWall(
  { name, check, refuses, accepts, why }: Wall,
  tree: readonly SourceFile[],
) {
  describe(name, () => {
    test('the whole tree obeys it', () => {
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
