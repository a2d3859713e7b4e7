import sql, { empty, type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/pool';
import type { DisabledEndpoint } from '../domain/disabled-endpoint';

/**
 * Enqueues the notification of the owner in the transaction that disables the endpoint, so that both
 * happen or neither.
 */
export type Announce = (disabled: DisabledEndpoint, transaction: Transaction) => Promise<unknown>;

export interface Disabling {
  readonly endpointId: string;
  /** The reason for its owner. */
  readonly reason: string;
  /** Disables only if every delivery has failed since; absent to disable in any case. */
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
 * Open deliveries wait until the endpoint is enabled again. Deliveries whose result is being recorded
 * are skipped, because waiting for their locks could deadlock.
 */
const hold = (endpointId: string): Sql => sql`
  UPDATE webhook_deliveries SET next_attempt_at = NULL WHERE id IN (
    SELECT id FROM webhook_deliveries
    WHERE endpoint_id = ${endpointId}::uuid AND status = 'PENDING' FOR UPDATE SKIP LOCKED)`;

/** @returns null if it was disabled before, or has accepted something in the meantime. */
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
