import { afterAll } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { holdWall } from './hold-wall';
import { keepKnownSafe } from './known-safe';
import { safeExpressions, safeLiteralsIn } from './safe-expressions';
import { readTree } from './source-tree';

const tree = readTree(repositoryRoot);

holdWall(safeExpressions, tree);

afterAll(() => keepKnownSafe(safeLiteralsIn(tree)));
