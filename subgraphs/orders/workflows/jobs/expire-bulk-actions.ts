import type { Queue } from '../../../../platform/jobs/queue';
import { bulkActionDays } from '../../domain/bulk-action';
import type { OrdersStore } from '../../store';
import { batchMax, inBatches, nightly } from './nightly';

export interface ExpireBulkActionsDependencies {
  readonly store: Pick<OrdersStore, 'bulkActions'>;
}

/** Deletes bulk actions past their retention every night. */
export const expireBulkActionsJob = ({ store }: ExpireBulkActionsDependencies): Queue =>
  nightly('expire-bulk-actions', '23 3 * * *', async ({ signal }) => ({
    dropped: await inBatches(() => store.bulkActions.expire(bulkActionDays, batchMax), signal),
  }));
