import { setTimeout as delay } from 'node:timers/promises';
import { msPerSecond } from '../../../platform/values/time';
import { Buyers } from '../buyers';
import { countAtMost, durationAtMost, type Figure, type InjectedFault } from '../report';
import type { ShopOnDatabases } from '../shop-on-databases';
import type { PatroniCluster } from './patroni-cluster';

export interface QuorumResult {
  /** The time until Patroni of the primary knew that etcd does not answer; null if it never did. */
  readonly detectedAfterMs: number | null;
  /** The time from the start of etcd until the cluster was whole. */
  readonly recoveredAfterMs: number;
  /** The longest time in which no order was acknowledged. */
  readonly ordersPausedMs: number;
  readonly promotions: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly verify: readonly string[];
}

const loadBeforeMs = 4 * msPerSecond;
/** Longer than the lock of the primary lives without etcd. */
const withoutQuorumMs = 30 * msPerSecond;
const loadAfterMs = 3 * msPerSecond;
/** The commands to etcd time out first. */
const detectedMsMax = 20 * msPerSecond;
const pausedMsMax = 5 * msPerSecond;
const recoveredMsMax = 60 * msPerSecond;

/**
 * Kills two of three members of etcd while buyers place orders, and starts them again. The primary
 * reaches the standby, and so it must remain the primary and accept orders all the time.
 */
export async function loseQuorum(
  cluster: PatroniCluster,
  shop: ShopOnDatabases,
): Promise<QuorumResult> {
  const { primary } = await cluster.roles();
  const buyers = new Buyers(shop.customer);
  await delay(loadBeforeMs);
  const brokenAtMs = Date.now();
  await cluster.etcd.loseQuorum();
  await delay(withoutQuorumMs);
  const repairedAtMs = Date.now();
  await cluster.etcd.startMissing();
  await delay(loadAfterMs);
  const acknowledged = (await buyers.stop()).map(({ id }) => id);
  await cluster.untilHealthy();
  const recoveredAfterMs = Date.now() - repairedAtMs;
  const detectedAtMs = primary.failsafeAtMs.find((atMs) => atMs >= brokenAtMs);
  const decisions = cluster.nodes.map(({ decidedAtMs }) => decidedAtMs ?? 0);
  const { primary: now } = await cluster.roles();
  return {
    detectedAfterMs: detectedAtMs === undefined ? null : detectedAtMs - brokenAtMs,
    recoveredAfterMs,
    ordersPausedMs: buyers.longestGapMs,
    promotions: decisions.filter((atMs) => atMs >= brokenAtMs).length,
    acknowledged: acknowledged.length,
    lost: (await shop.missingOn(now.url, acknowledged)).length,
    verify: await shop.verify(),
  };
}

export const quorumFault = (result: QuorumResult): InjectedFault => ({
  broken: 'two of three members of etcd were killed (kill -9)',
  detectedAfterMs: result.detectedAfterMs,
  detectedBy: 'Patroni of the primary, which remained it because it reached the other node',
  recoveredAfterMs: result.recoveredAfterMs,
});

export const figuresOfQuorum = (result: QuorumResult): Figure[] => [
  durationAtMost('no quorum: noticed', result.detectedAfterMs, detectedMsMax),
  durationAtMost('no quorum: longest time without an order', result.ordersPausedMs, pausedMsMax),
  countAtMost('no quorum: promotions', result.promotions, 0),
  durationAtMost('no quorum: whole after etcd runs', result.recoveredAfterMs, recoveredMsMax),
];
