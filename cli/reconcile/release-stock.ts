import type { AuditEntry } from '../../platform/audit/entry';
import type { ReservationFacts } from '../../verify/facts';
import { uuidOf } from './uuid-of-text';

export interface ReleasingStock {
  readonly isUnknown: (orderId: string) => Promise<boolean>;
  /** Resolves when the audit log has the entry; a repeated one is stored once. */
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** Releases all that is held for an order, with a movement for each level. */
  readonly release: (orderId: string) => Promise<void>;
}

export type StockResult = 'released' | 'order-exists';

function entryOf({ orderId, state, held }: ReservationFacts): AuditEntry {
  const detail = JSON.stringify({ state, held });
  return {
    id: uuidOf(`release ${orderId} ${detail}`),
    actor: 'system',
    action: 'stock.release_lost',
    subject: `Order:${orderId}`,
    detail,
  };
}

/**
 * Releases what is held for an order, unless the order exists now. It may be interrupted anywhere
 * and repeated.
 */
export async function releaseStock(
  reservation: ReservationFacts,
  { isUnknown, record, release }: ReleasingStock,
): Promise<StockResult> {
  const { orderId } = reservation;
  if (!(await isUnknown(orderId))) return 'order-exists';
  await record(entryOf(reservation));
  if (!(await isUnknown(orderId))) return 'order-exists';
  await release(orderId);
  return 'released';
}
