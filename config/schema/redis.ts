import { z } from 'zod';
import type { ConfigurationFault } from '../../platform/config/configuration-error';
import { isReadableUrl, unreadableUrl } from './database-url';
import { authorityFileSchema } from './tls';
import { count, text } from './values';

/** A name, an IPv4 address, or an IPv6 address in brackets. */
const nodePattern = /^([\w.-]{1,255}|\[[\da-fA-F:.]{1,45}\]):\d{1,5}$/;

/** Redis: one server, the master that Sentinels name, or a cluster. */
export const redisSchema = z
  .strictObject({
    url: z
      .string()
      .regex(/^rediss?:\/\/|^unix:\/\//, 'expected redis://, rediss:// or unix://')
      .refine((url) => !url.startsWith('redis') || isReadableUrl(url), unreadableUrl)
      .nullable()
      .default(null)
      .describe(
        'Redis to use, or with another mode its first node; if not set, a local redis-server, or ' +
          'else memory',
      ),
    mode: z
      .enum(['server', 'sentinel', 'cluster'])
      .default('server')
      .describe(
        'what redis.url names: one server, a Sentinel that knows the master, or a node of a cluster',
      ),
    nodes: z
      .array(z.string().regex(nodePattern, 'expected host:port'))
      .default([])
      .describe('more Sentinels or nodes of the cluster as host:port, asked when others are down'),
    sentinelGroup: text
      .default('mymaster')
      .describe('name of the master in the configuration of the Sentinels'),
    sentinelPassword: z
      .string()
      .nullable()
      .default(null)
      .describe('password of the Sentinels; that of redis.url is for the servers'),
    authorityFile: authorityFileSchema,
    requestWaitMs: count(10, 1_000)
      .default(50)
      .describe('how long a request may wait for Redis in each process, in all its commands'),
  })
  .prefault({});

type RedisSettings = z.output<typeof redisSchema>;

/** What several servers need that one does not. */
export function redisFaults({ url, mode, nodes }: RedisSettings): ConfigurationFault[] {
  if (mode === 'server') {
    if (nodes.length === 0) return [];
    return [{ path: 'redis.nodes', expected: 'expected redis.mode sentinel or cluster with it' }];
  }
  if (url === null || url.startsWith('unix:')) {
    const expected = `expected redis://host:port or rediss://host:port with redis.mode ${mode}`;
    return [{ path: 'redis.url', expected }];
  }
  const database = new URL(url).pathname.slice(1);
  if (mode === 'sentinel' || database === '' || database === '0') return [];
  return [{ path: 'redis.url', expected: 'expected no number of a database: a cluster has one' }];
}
