import { ConflictError, NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { OrderRow } from '../store/order-reads';
import { Order } from './order';
import { OrderStateError } from './order-state-error';

export const UpdateShippingAddressResult = outcomeUnion(
  'UpdateShippingAddressResult',
  'The order with its new address, or why the address was not changed.',
  Order,
  [OrderStateError, ConflictError, NotFoundError, ValidationError],
);
export type UpdateShippingAddressResult = OutcomeOf<typeof UpdateShippingAddressResult, OrderRow>;
