import type * as ioredis from 'ioredis';

/**
 * The package ioredis, loaded when a client is created: it takes 40 ms of CPU at each start, also of
 * a command that has no Redis.
 */
export const redisPackage = (): typeof ioredis => require('ioredis');
