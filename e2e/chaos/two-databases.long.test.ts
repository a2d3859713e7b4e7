import { describe } from 'vitest';
import { redisAvailable } from '../../platform/testing/redis';
import { checkSeeds } from './chaos-program';

describe.skipIf(!redisAvailable)('the fault harness with two databases of orders', () =>
  checkSeeds([1, 2], '--databases', '2'),
);
