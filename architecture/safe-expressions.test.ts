import { join } from 'node:path';
import { holdWall } from './hold-wall';
import { safeExpressions } from './safe-expressions';
import { readTree } from './source-tree';

holdWall(safeExpressions, readTree(join(__dirname, '..')));
