import type { OrderQuery } from '../store/order-lists';

/** A list without a filter. */
export const everyOrder: OrderQuery = {
  ownerId: null,
  ids: null,
  customerId: null,
  status: null,
  placedFrom: null,
  placedTo: null,
  number: null,
  search: null,
  needsAttention: null,
};
