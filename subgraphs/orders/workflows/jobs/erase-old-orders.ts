import type { Queue } from '../../../../platform/jobs/queue';
import type { OrdersStore } from '../../store';
import type { OrdersConfiguration } from '../dependencies';
import { batchMax, inBatches, nightly } from './nightly';

export interface EraseOldOrdersDependencies {
  readonly store: Pick<OrdersStore, 'erasures'>;
  readonly configuration: OrdersConfiguration;
}

/**
 * Removes the personal data of orders past their retention every night, as the erasure of an
 * account does: address, notes, reasons, tracking and card. The order itself stays.
 */
export const eraseOldOrdersJob = ({ store, configuration }: EraseOldOrdersDependencies): Queue =>
  nightly('erase-old-orders', '13 4 * * *', async ({ signal }) => {
    const { personalDataDays: days } = configuration.orders;
    return { orders: await inBatches(() => store.erasures.eraseOld(days, batchMax), signal) };
  });
