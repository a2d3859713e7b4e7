import { describe } from 'vitest';
import { redisAvailable } from '../../platform/testing/redis';
import { checkTenSeeds } from './chaos-program';

describe.skipIf(!redisAvailable)('the fault harness', () => checkTenSeeds(11));
