import { setTimeout as delay } from 'node:timers/promises';
import { queryOnce } from '../../../platform/database/own-connection';
import { waitUntil } from '../../../platform/process/process-table';
import { msPerSecond } from '../../../platform/values/time';
import { Buyers } from '../buyers';
import type { ShopOnDatabases } from '../shop-on-databases';
import { WriteProbe } from '../write-probe';
import type { PatroniCluster } from './patroni-cluster';

export interface ControlResult {
  readonly acknowledged: number;
  readonly lost: number;
}

const loadBeforeMs = 4 * msPerSecond;
/** Orders that are on the primary alone; buyers at work give some of them at once. */
const heldOrders = 20;
const heldDeadlineMs = 30 * msPerSecond;
const settingsDeadlineMs = 30 * msPerSecond;
const recoveryDeadlineMs = 90 * msPerSecond;
/** The lag up to which Patroni promotes the standby: more than the standby can have. */
const lagBytesMax = 2 ** 30;

/**
 * The same crash with asynchronous replication, and with a standby that received nothing of
 * the last orders. It must lose orders; otherwise the drill would not find a lost one.
 */
export async function loseOrdersAsynchronously(
  cluster: PatroniCluster,
  shop: ShopOnDatabases,
): Promise<ControlResult> {
  const { primary, standby } = await cluster.roles();
  await cluster.configure({ synchronous_mode: false, maximum_lag_on_failover: lagBytesMax });
  const isAsynchronous = async () => {
    const [row] = await queryOnce<{ names: string }>(
      primary.url,
      `SELECT current_setting('synchronous_standby_names') AS names`,
    );
    return row?.names === '';
  };
  if (!(await waitUntil(isAsynchronous, settingsDeadlineMs))) {
    throw new Error(`Replication is still synchronous.\n${cluster.log}`);
  }
  const buyers = new Buyers(shop.customer);
  await delay(loadBeforeMs);
  const senders = await queryOnce<{ pid: number }>(
    primary.url,
    'SELECT pid FROM pg_stat_replication',
  );
  if (senders.length === 0) throw new Error('No standby is attached.');
  // The sender and not the receiver: a stopped receiver would still read what waits in its socket.
  for (const { pid } of senders) process.kill(pid, 'SIGSTOP');
  const stoppedAtMs = Date.now();
  const heldCount = () => buyers.acknowledged.filter(({ atMs }) => atMs > stoppedAtMs).length;
  if (!(await waitUntil(() => heldCount() >= heldOrders, heldDeadlineMs))) {
    throw new Error('No orders were acknowledged while the standby received nothing.');
  }
  const probe = new WriteProbe(cluster.url);
  // Stopping the server process alone is not enough: a sender that is stopped would keep its
  // memory.
  primary.killAllOfPostgres();
  const recoveredAtMs = await probe.writtenBy(standby.port, recoveryDeadlineMs);
  await probe.stop();
  const acknowledged = await buyers.stop();
  if (recoveredAtMs === null) throw new Error(`The standby was not promoted.\n${cluster.log}`);
  const ids = acknowledged.map(({ id }) => id);
  return { acknowledged: ids.length, lost: (await shop.missingOn(standby.url, ids)).length };
}
