import { publicError } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import type { JournalRow } from '../store/journal-row';
import { visibleOrder } from '../visibility';

const triesMax = 10;

/**
 * Reads, decides and writes anew until the decision was made on what is still true: a try that
 * answers null lost to somebody who wrote the order at the same moment.
 * @throws SERVICE_UNAVAILABLE when that happens ten times in a row.
 */
export async function changeWithRetries<Outcome>(
  change: () => Promise<Outcome | null>,
): Promise<Outcome> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const outcome = await change();
    if (outcome !== null) return outcome;
  }
  throw publicError('SERVICE_UNAVAILABLE', 'The order is being changed by others. Try again.');
}

/**
 * A change under an idempotency key. What the key was used for answers first, and once more where
 * the change is refused: it may have been this very change that took place since the key was read.
 * @throws SERVICE_UNAVAILABLE as `changeWithRetries` does.
 */
export function changeByKey<Outcome extends object>(
  begunBefore: () => Promise<Outcome | null>,
  begin: () => Promise<Outcome | null>,
): Promise<Outcome> {
  return changeWithRetries(async () => {
    const earlier = await begunBefore();
    if (earlier !== null) return earlier;
    const outcome = await begin();
    return outcome !== null && isUserError(outcome) ? ((await begunBefore()) ?? outcome) : outcome;
  });
}

const isUserError = (outcome: object): boolean => 'code' in outcome;

/** The order with its journal; null where there is none, or none that the viewer may see. */
export async function orderToChange(
  id: string,
  { store, viewer }: Pick<OrdersContext, 'store' | 'viewer'>,
): Promise<JournalRow | null> {
  return isUuid(id) ? visibleOrder(await store.journal.read(id), viewer) : null;
}
