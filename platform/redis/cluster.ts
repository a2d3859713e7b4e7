import type { Cluster, Redis as Server } from 'ioredis';
import type { Logger } from '../telemetry/logger';
import type { Redis } from './client';
import { redisPackage } from './package';

export const isCluster = (redis: Redis): redis is Cluster => redis.isCluster;

/** The number of its database; a cluster has one only. */
export const databaseOf = (redis: Redis): number =>
  isCluster(redis) ? 0 : (redis.options.db ?? 0);

/** The slot of a key: what one command changes in a cluster must have the same. */
export function slotOf(key: string): number {
  const { Command } = redisPackage();
  return new Command('get', [key]).getSlot() ?? 0;
}

/** A node as clusters name it: host:port. */
export const nodeNameOf = ({ options: { host, port } }: Server): string => `${host}:${port}`;

/**
 * Connects to each node as soon as it is known: neither the first command of a request nor the first
 * one after a failover waits for that. Each loss of a node is logged once.
 */
export function connectNodes(cluster: Cluster, logger: Logger): void {
  const lost = new Set<string>();
  cluster.on('+node', (node: Server) => {
    node.once('ready', () => {
      const name = nodeNameOf(node);
      if (lost.delete(name)) logger.info({ node: name }, 'connected to a node of Redis again');
    });
    // The pool handles the error, and asks the other nodes for the masters.
    node.connect().catch(() => undefined);
  });
  cluster.on('-node', (node: Server) => {
    const name = nodeNameOf(node);
    if (cluster.status !== 'ready' || lost.has(name)) return;
    lost.add(name);
    logger.warn({ node: name }, 'lost a node of Redis');
  });
}

/** Waits until each master is connected, or known to be unreachable. */
export async function mastersConnected(cluster: Cluster): Promise<void> {
  await Promise.allSettled(cluster.nodes('master').map((node) => node.ping()));
}

/** Written by each check, and read by nobody. */
const checkedKey = 'ready';
const checkedMs = 1_000;

/**
 * Throws unless Redis serves every key.
 * @throws Error if it does not reply or accepts no writes, or a part of a cluster has no master.
 */
export async function checkRedis(redis: Redis): Promise<void> {
  if (!isCluster(redis)) {
    await redis.set(checkedKey, '', 'PX', checkedMs);
    return;
  }
  const state = await redis.cluster('INFO');
  if (!String(state).includes('cluster_state:ok')) {
    throw new Error('A part of the keys of the Redis cluster has no master.');
  }
}
