import { repositoryRoot } from '../../platform/process/repository-root';
import { holdWall } from './hold-wall';
import { safeExpressions } from './safe-expressions';
import { readTree } from './source-tree';

holdWall(safeExpressions, readTree(repositoryRoot));
