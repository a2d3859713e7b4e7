import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { holdWall } from './hold-wall';
import { readTree } from './source-tree';
import * as everyWall from './walls';

const house = readTree(repositoryRoot);
const walls = Object.values(everyWall);

for (const wall of walls) holdWall(wall, house);

test('every wall has a fixture that it must refuse and one that it must accept', () => {
  const unproven = walls.filter(
    ({ refuses, accepts }) =>
      Object.keys(refuses).length === 0 || Object.keys(accepts).length === 0,
  );
  expect(unproven.map(({ name }) => name)).toEqual([]);
});

test('the tree is really read', () => {
  expect(house.map(({ path }) => path)).toContain('tools/architecture/walls.test.ts');
});
