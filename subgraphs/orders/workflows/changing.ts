import { IdempotencyKeyReusedError, NotFoundError } from '../../../platform/graphql/errors';
import { publicError } from '../../../platform/requests/public-error';
import type { Viewer } from '../../../platform/requests/viewer';
import { isUuid } from '../../../platform/values/uuid';
import { isStockReleasing } from '../domain/progress';
import type { SpreadStore } from '../store';
import type { JournalRow } from '../store/journal-row';
import type { ClaimedKey } from '../store/keyed-change';
import { visibleOrder } from '../visibility';
import type { Caller, HasReached } from './request-waits';

const triesMax = 10;

/**
 * Reads, decides and writes, and repeats if the order was changed in between (`change` returns
 * null).
 * @throws SERVICE_UNAVAILABLE when that happens ten times, or its caller has left: nothing is begun
 * for one.
 */
export async function changeWithRetries<Outcome>(
  { signal }: Caller,
  change: () => Promise<Outcome | null>,
): Promise<Outcome> {
  for (let tries = 0; tries < triesMax && !signal.aborted; tries += 1) {
    const outcome = await change();
    if (outcome !== null) return outcome;
  }
  throw publicError('SERVICE_UNAVAILABLE', 'The order is being changed by others. Try again.');
}

/**
 * A change with an idempotency key. An earlier use of the key is answered first, and looked up again
 * if the change is rejected, because the same change may have been made in the meantime.
 * @throws SERVICE_UNAVAILABLE as `changeWithRetries` does.
 */
export function changeByKey<Outcome extends object>(
  caller: Caller,
  startedBefore: () => Promise<Outcome | null>,
  begin: () => Promise<Outcome | null>,
): Promise<Outcome> {
  return changeWithRetries(caller, async () => {
    const earlier = await startedBefore();
    if (earlier !== null) return earlier;
    const outcome = await begin();
    return outcome !== null && isUserError(outcome)
      ? ((await startedBefore()) ?? outcome)
      : outcome;
  });
}

interface Keyed {
  readonly store: Pick<SpreadStore, 'journal' | 'placing'>;
  readonly viewer: Viewer;
}

/**
 * What a key was used for already, as it is now.
 * @param answerOf answers with the order that was changed under the key.
 * @returns null when the key was not used.
 */
export async function begunBefore<Outcome>(
  claim: ClaimedKey,
  { store, viewer }: Keyed,
  answerOf: (order: JournalRow) => Promise<Outcome>,
): Promise<Outcome | IdempotencyKeyReusedError | NotFoundError | null> {
  const record = await store.placing.keyRecord(claim);
  if (record === null) return null;
  if (record.inputHash !== claim.inputHash) return new IdempotencyKeyReusedError();
  const order = await orderToChange(record.orderId, { store, viewer });
  return order === null ? new NotFoundError('order') : answerOf(order);
}

const isUserError = (outcome: object): boolean => 'code' in outcome;

/** The order with its journal; null if it does not exist or the viewer may not see it. */
export async function orderToChange(
  id: string,
  { store, viewer }: { readonly store: Pick<SpreadStore, 'journal'>; readonly viewer: Viewer },
): Promise<JournalRow | null> {
  return isUuid(id) ? visibleOrder(await store.journal.read(id), viewer) : null;
}

interface Waiting extends Caller {
  readonly workflows: {
    until(order: JournalRow, hasReached: HasReached, caller: Caller): Promise<JournalRow>;
  };
}

/**
 * Waits until the stock of a rejected or cancelled order is released, which an answer promises.
 * @param otherwise the message if that takes too long; the stock is still released later.
 * @throws SERVICE_UNAVAILABLE with that message.
 */
export async function stockReleased(
  order: JournalRow,
  { workflows, signal }: Waiting,
  otherwise: string,
): Promise<JournalRow> {
  const latest = await workflows.until(order, (seen) => !isStockReleasing(seen), { signal });
  if (!isStockReleasing(latest)) return latest;
  throw publicError('SERVICE_UNAVAILABLE', otherwise);
}
