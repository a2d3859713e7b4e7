import { describe, expect, test } from 'vitest';
import { readTree, treeOf } from './architecture/source-tree';
import { violationText } from './architecture/wall';
import { walls } from './architecture/walls';

const house = readTree(__dirname);

describe.each(walls)('$name', ({ check, refuses, accepts, why }) => {
  test('it stands in the whole tree', () => {
    expect(check(house).map(violationText), why).toEqual([]);
  });

  test.each(Object.entries(refuses))('it refuses %s', (_name, fixture) => {
    expect(check(treeOf(fixture))).not.toEqual([]);
  });

  test.each(Object.entries(accepts))('it accepts %s', (_name, fixture) => {
    expect(check(treeOf(fixture)).map(violationText)).toEqual([]);
  });
});

test('every wall has a fixture that it must refuse and one that it must accept', () => {
  const unproven = walls.filter(
    ({ refuses, accepts }) =>
      Object.keys(refuses).length === 0 || Object.keys(accepts).length === 0,
  );
  expect(unproven.map(({ name }) => name)).toEqual([]);
});

test('the tree is really read', () => {
  expect(house.map(({ path }) => path)).toContain('architecture.test.ts');
});
