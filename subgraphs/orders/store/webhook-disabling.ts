import sql, { empty, type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/pool';
import type { DisabledEndpoint } from '../domain/disabled-endpoint';

/**
 * Writes, by the transaction that disables an endpoint, what its owner will hear of it by: whoever
 * dies in between leaves both or neither.
 */
export type Announce = (disabled: DisabledEndpoint, transaction: Transaction) => Promise<unknown>;

export interface Disabling {
  readonly endpointId: string;
  /** A sentence for its owner. */
  readonly reason: string;
  /** Only if it has accepted nothing since then, all along. */
  readonly failingSince?: Date;
  readonly announce: Announce;
}

const disable = ({ endpointId, reason, failingSince }: Disabling): Sql => sql`
  UPDATE webhook_endpoints SET enabled = false, disabled_reason = ${reason}
  WHERE id = ${endpointId}::uuid AND enabled
    ${failingSince ? sql`AND failing_since = ${failingSince}` : empty}
  RETURNING id AS "endpointId", owner_id AS "ownerId", disabled_reason AS reason,
    now() AS "disabledAt"`;

/**
 * What is open waits until the endpoint is enabled again. Of a delivery that is just being settled
 * the settling has the last word: to wait for it here would be to wait for each other.
 */
const hold = (endpointId: string): Sql => sql`
  UPDATE webhook_deliveries SET next_attempt_at = NULL WHERE id IN (
    SELECT id FROM webhook_deliveries
    WHERE endpoint_id = ${endpointId}::uuid AND status = 'PENDING' FOR UPDATE SKIP LOCKED)`;

/** @returns null when it was disabled before, or has accepted something meanwhile. */
export async function disableWithin(
  transaction: Transaction,
  disabling: Disabling,
): Promise<DisabledEndpoint | null> {
  const { rows } = await transaction.query<DisabledEndpoint>(disable(disabling));
  const [disabled] = rows;
  if (disabled === undefined) return null;
  await transaction.query(hold(disabled.endpointId));
  await disabling.announce(disabled, transaction);
  return disabled;
}
