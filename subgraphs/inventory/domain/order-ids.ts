import { isUuid } from '../../../platform/values/uuid';

/**
 * Orders of one internal call about reservations.
 * @exceeded BAD_USER_INPUT
 * @test subgraphs/inventory/internal/confirm-reservations.test.ts
 */
export const reservationsPerCallMax = 1_000;

/** Why these are not ids of orders for one call; null if they are. */
export function orderIdsProblem(orderIds: readonly string[]): string | null {
  if (orderIds.length > reservationsPerCallMax) {
    return `\`orderIds\` takes at most ${reservationsPerCallMax}.`;
  }
  return orderIds.every(isUuid) ? null : '`orderIds` must be UUIDs.';
}
