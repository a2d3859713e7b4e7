import { describe } from 'vitest';
import { redisAvailable } from '../../platform/testing/redis';
import { checkSeeds, tenSeeds } from './chaos-program';

describe.skipIf(!redisAvailable)('the fault harness', () => checkSeeds(tenSeeds(1)));
