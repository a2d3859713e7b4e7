import { Field, Int, ObjectType } from 'type-graphql';
import type { StockLevel as StockLevelRow } from '../../../prisma/inventory/generated/client';

/** What is left to promise, and the warehouse, stand in `operations/stock-level.ts`. */
@ObjectType({ simpleResolvers: true, description: 'The stock of one product at one warehouse.' })
export class StockLevel implements Pick<StockLevelRow, 'onHand' | 'reserved' | 'reorderPoint'> {
  @Field(() => Int, { description: 'Units on the shelves, reserved ones included.' })
  onHand: number;

  @Field(() => Int, { description: 'Units held for orders that are not shipped yet.' })
  reserved: number;

  @Field(() => Int, { description: 'At this many available units or fewer it is low.' })
  reorderPoint: number;
}
