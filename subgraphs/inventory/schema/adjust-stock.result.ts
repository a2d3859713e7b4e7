import { Field, ID, Int, ObjectType } from 'type-graphql';
import {
  IdempotencyKeyReusedError,
  NotFoundError,
  UserError,
  ValidationError,
} from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { StockLevelRow } from '../store/stock-levels';
import { StockLevel } from './stock-level';

@ObjectType({ simpleResolvers: true })
export class AdjustStockPayload {
  @Field(() => [StockLevel], { description: 'Each level that was adjusted, once, as it is now.' })
  levels: StockLevel[];
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'Fewer units would be on hand than are reserved. Nothing was adjusted.',
})
export class NegativeStockError implements UserError {
  readonly code = 'NEGATIVE_STOCK';
  readonly message: string;

  @Field(() => ID)
  readonly sku: string;

  @Field(() => ID)
  readonly warehouse: string;

  @Field(() => Int)
  readonly onHand: number;

  @Field(() => Int)
  readonly reserved: number;

  constructor({ sku, warehouse, onHand, reserved }: Omit<StockLevelRow, 'reorderPoint'>) {
    this.sku = sku;
    this.warehouse = warehouse;
    this.onHand = onHand;
    this.reserved = reserved;
    this.message = `${sku} at ${warehouse}: ${onHand} on hand, ${reserved} of them reserved.`;
  }
}

export const AdjustStockResult = outcomeUnion(
  'AdjustStockResult',
  'The adjusted levels, or why nothing was adjusted.',
  AdjustStockPayload,
  [NegativeStockError, IdempotencyKeyReusedError, NotFoundError, ValidationError],
);
