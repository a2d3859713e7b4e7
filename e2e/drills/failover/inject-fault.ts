import { setTimeout as delay } from 'node:timers/promises';
import { msPerSecond } from '../../../platform/values/time';
import { Buyers } from '../buyers';
import type { ShopOnDatabases } from '../shop-on-databases';
import { WriteProbe } from '../write-probe';
import type { Fault, Roles } from './faults';
import type { PatroniCluster } from './patroni-cluster';
import type { PatroniNode } from './patroni-node';

export interface FaultResult {
  readonly fault: Fault['name'];
  readonly broken: string;
  /**
   * The time from the fault until the standby decided to become the primary; null if it never did.
   */
  readonly detectedAfterMs: number | null;
  /** The time from that decision until the node accepted a write; null if it never did. */
  readonly promotedAfterMs: number | null;
  /** The time from the fault until a write through HAProxy succeeded; null if none did. */
  readonly recoveredAfterMs: number | null;
  /** The longest time in which no order was acknowledged. */
  readonly ordersPausedMs: number;
  /**
   * The time until the former primary was a synchronous standby: from the fault, from its end, or
   * from the start of its node; null if it never was.
   */
  readonly rejoinedAfterMs: number | null;
  readonly acknowledged: number;
  readonly lost: number;
  readonly violations: readonly string[];
  readonly verify: readonly string[];
}

const loadBeforeMs = 4 * msPerSecond;
/** Longer than the lease of an order that the fault interrupted: its buyer waits for that. */
const loadAfterMs = 8 * msPerSecond;
/** Much longer than any figure, so that a missed one is measured, too. */
const recoveryDeadlineMs = 90 * msPerSecond;

interface Times {
  readonly brokenAtMs: number;
  readonly writableAtMs: number | null;
  readonly recoveredAtMs: number | null;
}

async function breakUnderProbes(
  fault: Fault,
  cluster: PatroniCluster,
  roles: Roles,
): Promise<Times> {
  const { port, url } = roles.standby;
  const direct = new WriteProbe(url);
  const throughProxy = new WriteProbe(cluster.url);
  try {
    const brokenAtMs = Date.now();
    const [writableAtMs, recoveredAtMs] = await Promise.all([
      direct.writtenBy(port, recoveryDeadlineMs),
      throughProxy.writtenBy(port, recoveryDeadlineMs),
      fault.inject(cluster, roles),
    ]);
    return { brokenAtMs, writableAtMs, recoveredAtMs };
  } finally {
    await Promise.all([direct.stop(), throughProxy.stop()]);
  }
}

const between = (from: number | null, until: number | null): number | null =>
  from === null || until === null ? null : until - from;

/** Starts the former primary, if its node is dead, and waits until it is a synchronous standby. */
async function rejoin(cluster: PatroniCluster, former: PatroniNode, repairedAtMs: number) {
  const startedAtMs = former.isRunning ? repairedAtMs : Date.now();
  if (!former.isRunning) await former.start();
  try {
    await cluster.untilHealthy();
    return { rejoinedAfterMs: Date.now() - startedAtMs, violations: [] };
  } catch (error) {
    return { rejoinedAfterMs: null, violations: [(error as Error).message] };
  }
}

/** Injects one fault while buyers place orders, and waits until the cluster is whole again. */
export async function injectFault(
  fault: Fault,
  cluster: PatroniCluster,
  shop: ShopOnDatabases,
): Promise<FaultResult> {
  const roles = await cluster.roles();
  const buyers = new Buyers(shop.customer);
  await delay(loadBeforeMs);
  const moments = await breakUnderProbes(fault, cluster, roles);
  const { brokenAtMs, writableAtMs, recoveredAtMs } = moments;
  await delay(loadAfterMs);
  const acknowledged = await buyers.stop();
  const decidedAtMs = roles.standby.decidedAtMs;
  const isDecided = decidedAtMs !== null && decidedAtMs >= brokenAtMs;
  const decided = isDecided ? decidedAtMs : null;
  const repairedAtMs = fault.repair === undefined ? brokenAtMs : Date.now();
  fault.repair?.(cluster);
  const { rejoinedAfterMs, violations } = await rejoin(cluster, roles.primary, repairedAtMs);
  const sold = acknowledged.some(({ atMs }) => recoveredAtMs !== null && atMs > recoveredAtMs);
  const ids = acknowledged.map(({ id }) => id);
  return {
    fault: fault.name,
    broken: fault.broken,
    detectedAfterMs: between(brokenAtMs, decided),
    promotedAfterMs: between(decided, writableAtMs),
    recoveredAfterMs: between(brokenAtMs, recoveredAtMs),
    ordersPausedMs: buyers.longestGapMs,
    rejoinedAfterMs,
    acknowledged: ids.length,
    lost: (await shop.missingOn(roles.standby.url, ids)).length,
    violations: sold ? violations : [...violations, 'no order was acknowledged after the fault'],
    verify: await shop.verify(),
  };
}
