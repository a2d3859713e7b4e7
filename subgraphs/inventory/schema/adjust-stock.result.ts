import { Field, ID, Int } from 'type-graphql';
import {
  ErrorType,
  IdempotencyKeyReusedError,
  NotFoundError,
  type UserError,
  ValidationError,
} from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { PlainType } from '../../../platform/graphql/plain-type';
import type { StockLevelRow } from '../store/stock-levels';
import { StockLevel } from './stock-level';

@PlainType('The stock levels after an adjustment.')
export class AdjustStockPayload {
  @Field(() => [StockLevel], { description: 'Each adjusted stock level once, as it is now.' })
  levels: StockLevel[];
}

@ErrorType('Fewer units would be on hand than are reserved. Nothing was adjusted.')
export class NegativeStockError implements UserError {
  readonly code = 'NEGATIVE_STOCK';
  readonly message: string;

  @Field(() => ID, { description: 'SKU of the product whose adjustment is refused.' })
  readonly sku: string;

  @Field(() => ID, { description: 'Code of the warehouse whose adjustment is refused.' })
  readonly warehouse: string;

  @Field(() => Int, { description: 'Units on hand there now, reserved ones included.' })
  readonly onHand: number;

  @Field(() => Int, { description: 'Units reserved there for orders, which have to stay on hand.' })
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
  'The adjusted stock levels, or why nothing was adjusted.',
  AdjustStockPayload,
  [NegativeStockError, IdempotencyKeyReusedError, NotFoundError, ValidationError],
);
export type AdjustStockResult = OutcomeOf<typeof AdjustStockResult, AdjustStockPayload>;
