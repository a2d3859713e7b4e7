import type { Queue } from '../../../../platform/jobs/queue';
import type { OrdersStore } from '../../store';
import type { OrdersConfiguration } from '../dependencies';
import { batchMax, inBatches, nightly } from './nightly';

export interface FinishErasuresDependencies {
  readonly store: Pick<OrdersStore, 'erasures'>;
  readonly configuration: OrdersConfiguration;
}

/**
 * Erases every night what was still needed when an account was erased: the provider's ids of
 * payments, and the texts of bulk actions that were running.
 */
export const finishErasuresJob = ({ store, configuration }: FinishErasuresDependencies): Queue =>
  nightly('finish-erasures', '3 4 * * *', async ({ signal }) => {
    const { erasedPaymentDays: days } = configuration.orders;
    return {
      payments: await inBatches(() => store.erasures.forgetPayments(days, batchMax), signal),
      bulkActions: await inBatches(() => store.erasures.eraseBulkTexts(batchMax), signal),
    };
  });
