import type { AuditEntry } from '../../platform/audit/entry';
import { systemScope } from '../../platform/graphql/request-scope';
import type { OpenRooms } from '../verify/rooms';

const answerDeadlineMs = 60_000;

const unknownOrdersQuery = 'query ($ids: [ID!]!) { ids: unknownOrders(ids: $ids) }';
const appendAuditEntries = `mutation ($entries: [AuditEntryInput!]!) {
  appendAuditEntries(entries: $entries)
}`;

const releaseReservation = `mutation ($orderId: ID!) {
  releaseReservation(orderId: $orderId)
}`;

const scope = () => systemScope('reconcile', answerDeadlineMs);

/** What the command needs of the subgraphs. */
export function roomCalls({ orders, inventory, users }: Omit<OpenRooms, 'close'>) {
  const unknownOrders = async (ids: readonly string[]): Promise<readonly string[]> =>
    (await orders<{ ids: string[] }>(unknownOrdersQuery, { ids }, scope())).ids;
  return {
    unknownOrders,
    isUnknown: async (orderId: string): Promise<boolean> =>
      (await unknownOrders([orderId])).length > 0,
    record: async (entry: AuditEntry): Promise<void> => {
      const entries = [{ ...entry, at: new Date().toISOString() }];
      await users(appendAuditEntries, { entries }, scope());
    },
    release: async (orderId: string): Promise<void> => {
      await inventory(releaseReservation, { orderId }, scope());
    },
  };
}
