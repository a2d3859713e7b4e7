import { Field, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import type { StockLevel as StockLevelRow } from '../../../prisma/inventory/generated/client';

/** `available` and `warehouse` are resolved in `operations/stock-level.ts`. */
@PlainType(
  'The stock of one product in one warehouse. Staff, PARTNER and API keys with INVENTORY_READ.',
)
export class StockLevel implements Pick<StockLevelRow, 'onHand' | 'reserved' | 'reorderPoint'> {
  @Field(() => Int, { description: 'Units in the warehouse, reserved ones included.' })
  onHand: number;

  @Field(() => Int, { description: 'Units reserved for orders that are not shipped yet.' })
  reserved: number;

  @Field(() => Int, {
    description: 'Number of available units at or below which the product counts as low on stock.',
  })
  reorderPoint: number;
}
