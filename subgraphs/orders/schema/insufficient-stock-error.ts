import { Field, ID, Int } from 'type-graphql';
import { ErrorType, type UserError } from '../../../platform/graphql/errors';
import { PlainType } from '../../../platform/graphql/plain-type';
import type { OrderRow } from '../store/order-reads';
import { Order } from './order';

@PlainType('A product of which fewer units are available than requested.')
export class StockShortage {
  @Field(() => ID, { description: 'SKU of the product, as it was requested.' })
  sku: string;

  @Field(() => Int, { description: 'Number of units that were requested.' })
  requested: number;

  @Field(() => Int, { description: 'Number of units that were available at that moment.' })
  available: number;
}

@ErrorType('Fewer units are available than requested. Nothing is reserved or shipped.')
export class InsufficientStockError implements UserError {
  readonly code = 'INSUFFICIENT_STOCK';
  readonly message: string;

  @Field(() => [StockShortage], {
    description: 'The products of which too few units are available.',
  })
  readonly shortages: readonly StockShortage[];

  @Field(() => Order, {
    nullable: true,
    description:
      'The order: rejected by `placeOrder`, unchanged by `shipOrder`. Null if there is none.',
  })
  readonly order: OrderRow | null;

  /** @param warehouse the one that was named: a mistyped code has nothing in stock. */
  constructor(
    shortages: readonly StockShortage[],
    order: OrderRow | null,
    warehouse: string | null = null,
  ) {
    this.shortages = shortages;
    this.order = order;
    const place = warehouse === null ? '' : ` at ${warehouse}`;
    this.message = `Not enough in stock${place}: ${shortages.map(({ sku }) => sku).join(', ')}.`;
  }
}
