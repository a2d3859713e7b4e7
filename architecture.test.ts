import { expect, test } from 'vitest';
import { holdWall } from './architecture/hold-wall';
import { readTree } from './architecture/source-tree';
import { walls } from './architecture/walls';

const house = readTree(__dirname);

for (const wall of walls) holdWall(wall, house);

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
