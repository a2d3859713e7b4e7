import type { Logger } from 'pino';
import { AuditRelay } from '../../../platform/audit/relay';
import type { Notifications } from '../../../platform/database/notifications';
import { resealLoop } from '../../../platform/encryption/reseal-loop';
import type { Bus } from '../../../platform/events/bus';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import type { Redis } from '../../../platform/redis/redis';
import type { OrdersMetrics } from '../metrics';
import type { OrdersStore } from '../store';
import { type BulkTextsElsewhere, disableLockedOwners, eraseCustomers } from './accounts';
import type { OrdersConfiguration } from './dependencies';
import { EventDelivery } from './events';
import type { OrderJobs } from './jobs';
import { recountStats } from './recount-stats';

export interface DatabaseWorkDependencies extends Pick<OrderJobs, 'notifyOwner' | 'mailBuyers'> {
  readonly store: OrdersStore;
  readonly bulkTextsElsewhere?: BulkTextsElsewhere;
  readonly notifications: Notifications;
  readonly jobs: OrderJobs['jobs'];
  readonly users: ServiceCall;
  readonly bus: Bus;
  readonly redis: Redis | null;
  readonly configuration: OrdersConfiguration;
  readonly metrics: OrdersMetrics;
  readonly logger: Logger;
}

/**
 * The background work on one database of orders: loops and jobs of its own, so that a database that
 * is down stops nothing of another one, and continues by itself.
 */
export function databaseWork(dependencies: DatabaseWorkDependencies) {
  const { bulkTextsElsewhere, jobs, logger, notifications, store, users } = dependencies;
  const eventDelivery = new EventDelivery(dependencies);
  const erasure = eraseCustomers({ store, bulkTextsElsewhere, users, logger });
  const lockedOwners = disableLockedOwners({ store, users, logger });
  const statsRecount = recountStats({ store, logger });
  const resealing = resealLoop({ store, logger });
  const auditRelay = new AuditRelay({ outbox: store.auditOutbox, log: users, logger });
  store.workSignal.on('audit', auditRelay.schedule);
  const loops = [erasure, lockedOwners, statsRecount, resealing, auditRelay];
  return {
    erasure,
    lockedOwners,

    start(): void {
      jobs.startWork();
      eventDelivery.start();
      for (const loop of loops) loop.start();
    },

    /** Stops what enqueues jobs. */
    stopRelay: (): Promise<void> => eventDelivery.relay.stop(),

    async stop(): Promise<void> {
      await jobs.stop();
      await notifications.close();
      await eventDelivery.stop();
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/**
 * One loop of every database, for a caller that waits for its work.
 * @returns what runs it once; it rejects if it fails in one of them, after the others.
 */
export const inEveryDatabase = (
  loops: readonly { runOnce(): Promise<unknown> }[],
): { runOnce(): Promise<number> } => ({
  async runOnce() {
    const results = await Promise.allSettled(loops.map((loop) => loop.runOnce()));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    return results.length;
  },
});
