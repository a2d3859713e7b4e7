import { type OrderEventName, type OrderStatus, orderStatuses, transitions } from './order';

/**
 * Orders of one bulk action.
 * @exceeded VALIDATION
 * @test subgraphs/orders/operations/start-bulk-action.test.ts
 */
export const bulkOrdersMax = 10_000;
/**
 * Bulk actions of one person that are not finished.
 * @exceeded VALIDATION
 * @test subgraphs/orders/operations/start-bulk-action.test.ts
 */
export const openBulkActionsMax = 5;
/** Finished bulk actions are kept for this long. */
export const bulkActionDays = 90;

/**
 * Actions that can be repeated safely: after a crash, the last few orders get theirs again. DELIVER
 * is about the parcels that had left at its start. Shipping needs a tracking code for each order, and
 * a refund an amount.
 */
export type BulkOrderAction = 'CANCEL' | 'DELIVER' | 'APPROVE' | 'REJECT';

const eventsOf: Readonly<Record<BulkOrderAction, readonly OrderEventName[]>> = {
  CANCEL: ['cancel', 'cancelRest'],
  DELIVER: ['deliverPart'],
  APPROVE: ['approve'],
  REJECT: ['reject'],
};

type StaffRole = 'SUPPORT' | 'WAREHOUSE' | 'ADMIN';

/** Roles that may take the action. */
export const rolesFor = (action: BulkOrderAction): readonly StaffRole[] =>
  action === 'DELIVER' ? ['WAREHOUSE', 'ADMIN'] : ['SUPPORT', 'ADMIN'];

/** Statuses in which these roles may take the action. */
export function statusesFor(action: BulkOrderAction): OrderStatus[] {
  const roles = rolesFor(action);
  const possible = transitions
    .filter(({ event }) => eventsOf[action].includes(event))
    .filter(({ who }) => roles.some((role) => who.includes(role)))
    .map(({ from }) => from);
  return orderStatuses.filter((status) => possible.includes(status));
}

export type BulkActionState = 'QUEUED' | 'RUNNING' | 'STOPPED' | 'FINISHED';

interface Times {
  readonly startedAt: Date | null;
  readonly stoppedAt: Date | null;
  readonly finishedAt: Date | null;
}

export function bulkActionState({ startedAt, stoppedAt, finishedAt }: Times): BulkActionState {
  if (finishedAt !== null) return 'FINISHED';
  if (stoppedAt !== null) return 'STOPPED';
  return startedAt === null ? 'QUEUED' : 'RUNNING';
}
