import { Field, ID, Int, ObjectType } from 'type-graphql';
import { UserError } from '../../../platform/graphql/errors';
import type { OrderRow } from '../store/order-reads';
import { Order } from './order';

@ObjectType({ simpleResolvers: true })
export class StockShortage {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  requested: number;

  @Field(() => Int)
  available: number;
}

@ObjectType({ implements: UserError, simpleResolvers: true })
export class InsufficientStockError implements UserError {
  readonly code = 'INSUFFICIENT_STOCK';
  readonly message: string;

  @Field(() => [StockShortage])
  readonly shortages: readonly StockShortage[];

  @Field(() => Order, { nullable: true })
  readonly order: OrderRow | null;

  constructor(shortages: readonly StockShortage[], order: OrderRow | null) {
    this.shortages = shortages;
    this.order = order;
    this.message = `Not enough in stock: ${shortages.map(({ sku }) => sku).join(', ')}.`;
  }
}
