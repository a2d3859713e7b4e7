import type { Queue } from '../../../../platform/jobs/queue';
import type { OrdersStore } from '../../store';
import type { BulkTextsElsewhere } from '../accounts';
import type { OrdersConfiguration } from '../dependencies';
import { batchMax, inBatches, nightly } from './nightly';

export interface FinishErasuresDependencies {
  readonly store: Pick<OrdersStore, 'erasures' | 'bulkTexts'>;
  /** Set if the bulk actions with orders of this database are in another one. */
  readonly bulkTextsElsewhere?: BulkTextsElsewhere;
  readonly configuration: OrdersConfiguration;
}

/** Erases texts about erased orders of one database from bulk actions in another. */
async function eraseElsewhere(
  { bulkTexts: own }: Pick<OrdersStore, 'bulkTexts'>,
  { home: { bulkTexts } }: BulkTextsElsewhere,
  signal: AbortSignal,
): Promise<number> {
  let erased = 0;
  for (let after: string | null = null; !signal.aborted; ) {
    const ids: string[] = await bulkTexts.orders(after, batchMax);
    erased += await bulkTexts.erase(await own.erasedAmong(ids));
    if (ids.length < batchMax) break;
    after = ids.at(-1) ?? null;
  }
  return erased;
}

/**
 * Erases every night what was still needed when an account was erased: the provider's ids of
 * payments, texts that the previous version added later, and the texts of bulk actions that were
 * running or could not be reached.
 */
export const finishErasuresJob = ({
  store,
  bulkTextsElsewhere: elsewhere,
  configuration,
}: FinishErasuresDependencies): Queue =>
  nightly('finish-erasures', '3 4 * * *', async ({ signal }) => {
    const { erasedPaymentDays: days } = configuration.orders;
    return {
      payments: await inBatches(() => store.erasures.forgetPayments(days, batchMax), signal),
      lateTexts: await inBatches(() => store.erasures.eraseLateTexts(batchMax), signal),
      bulkActions: elsewhere
        ? await eraseElsewhere(store, elsewhere, signal)
        : await inBatches(() => store.erasures.eraseBulkTexts(batchMax), signal),
    };
  });
