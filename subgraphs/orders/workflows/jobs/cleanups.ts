import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { Queue } from '../../../../platform/jobs/queue';
import { bulkActionDays } from '../../domain/bulk-action';
import type { OrdersStore } from '../../store';
import type { OrdersConfiguration } from '../dependencies';
import { batchMax, callInBatches, inBatches, nightly } from './nightly';

/** The nightly jobs that delete rows past their retention, here and in other services. */

export interface CleanupDependencies {
  readonly store: Pick<OrdersStore, 'erasures' | 'fraudLinks' | 'placing' | 'webhookDeliveries'>;
  /** Internal schema of inventory, which stores the keys of changes of stock. */
  readonly inventory: ServiceCall;
  readonly users: ServiceCall;
  readonly configuration: OrdersConfiguration;
}

type Needed<Name extends keyof CleanupDependencies> = Pick<CleanupDependencies, Name>;

const forgetAdjustments = `mutation ($days: Int!, $limit: Int!) {
  forgotten: forgetKeys(days: $days, limit: $limit)
}`;

/**
 * Deletes idempotency keys past the retention setting every night; after that, a key counts as new.
 * Deletes what orders of more than a day ago shared, too. Each batch is a separate statement and
 * commit, so that nothing waits for it.
 */
export const expireKeysJob = ({
  store,
  inventory,
  configuration,
}: Needed<'store' | 'inventory' | 'configuration'>): Queue =>
  nightly('expire-keys', '43 3 * * *', async (job) => {
    const { idempotencyKeyDays: days } = configuration.orders;
    return {
      forgotten: await inBatches(() => store.placing.forgetKeys(days, batchMax), job.signal),
      adjustments: await callInBatches(inventory, forgetAdjustments, job, { days }),
      links: await inBatches(() => store.fraudLinks.forget(batchMax), job.signal),
    };
  });

/** Deletes webhook deliveries past the retention setting every night, whatever their state. */
export const expireWebhooksJob = ({
  store,
  configuration,
}: Needed<'store' | 'configuration'>): Queue =>
  nightly('expire-webhooks', '13 3 * * *', async ({ signal }) => {
    const { logDays } = configuration.webhooks;
    const expire = () => store.webhookDeliveries.expire(logDays, batchMax);
    return { dropped: await inBatches(expire, signal) };
  });

/** Deletes bulk actions past their retention every night. */
export const expireBulkActionsJob = (store: Pick<OrdersStore, 'bulkActions'>): Queue =>
  nightly('expire-bulk-actions', '23 3 * * *', async ({ signal }) => ({
    dropped: await inBatches(() => store.bulkActions.expire(bulkActionDays, batchMax), signal),
  }));

const forgetExpired = 'mutation ($limit: Int!) { forgotten: forgetExpired(limit: $limit) }';

/**
 * Makes users delete expired sessions every night, with mailed tokens and sign-in challenges:
 * otherwise those of an account that nobody uses would stay.
 */
export const expireSessionsJob = (users: ServiceCall): Queue =>
  nightly('expire-sessions', '53 3 * * *', async (job) => ({
    sessions: await callInBatches(users, forgetExpired, job),
  }));

/**
 * Removes the personal data of orders past their retention every night, as the erasure of an
 * account does: address, notes, reasons, tracking and card. The order itself stays.
 */
export const eraseOldOrdersJob = ({
  store,
  configuration,
}: Needed<'store' | 'configuration'>): Queue =>
  nightly('erase-old-orders', '13 4 * * *', async ({ signal }) => {
    const { personalDataDays: days } = configuration.orders;
    return { orders: await inBatches(() => store.erasures.eraseOld(days, batchMax), signal) };
  });

const forgetErasures = `mutation ($days: Int!, $limit: Int!) {
  forgotten: forgetErasures(days: $days, limit: $limit)
}`;

/**
 * Forgets accounts every night whose erasure is older than any backup that could bring them back.
 * Users forgets first, because orders would ask again for what users still has.
 */
export const expireErasuresJob = ({
  store,
  users,
  configuration,
}: Needed<'store' | 'users' | 'configuration'>): Queue =>
  nightly('expire-erasures', '23 4 * * *', async (job) => {
    const { erasedAccountDays: days } = configuration.orders;
    return {
      accounts: await callInBatches(users, forgetErasures, job, { days }),
      customers: await inBatches(() => store.erasures.forget(days, batchMax), job.signal),
    };
  });

const forgetMovements = `mutation ($days: Int!, $limit: Int!) {
  forgotten: forgetMovements(days: $days, limit: $limit)
}`;

/** Makes inventory delete movements of stock past their retention every night, and keep their sums. */
export const expireMovementsJob = ({
  inventory,
  configuration,
}: Needed<'inventory' | 'configuration'>): Queue =>
  nightly('expire-movements', '33 4 * * *', async (job) => {
    const { stockMovementDays: days } = configuration.orders;
    return { movements: await callInBatches(inventory, forgetMovements, job, { days }) };
  });
