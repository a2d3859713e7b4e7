import sql, { type Sql } from 'sql-template-tag';
import { changeCtes, type OrderChange } from './journal';

export interface ClaimedKey {
  readonly mutation: string;
  readonly userId: string;
  readonly key: string;
  readonly inputHash: string;
  /** The order that is changed, which the key is stored with. */
  readonly orderId: string;
}

/**
 * The parts of a change that consumes an idempotency key. The order is locked first, so that the key
 * is consumed only if the change takes effect.
 */
export function keyedCtes(change: OrderChange, claim: ClaimedKey): Sql {
  const { id, epoch } = change.order;
  return sql`
    locked AS (
      SELECT id FROM orders WHERE id = ${id}::uuid AND epoch = ${epoch}::int FOR UPDATE
    ), claimed AS (
      INSERT INTO idempotency_keys (mutation, user_id, key, input_hash, order_id)
      SELECT ${claim.mutation}, ${claim.userId}::uuid, ${claim.key}, ${claim.inputHash}, id
      FROM locked ON CONFLICT DO NOTHING RETURNING order_id
    ), ${changeCtes(change, sql`FROM claimed WHERE o.id = claimed.order_id AND`)}`;
}
