import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, edgeOf } from '../../../platform/graphql/connection-types';
import { DateTime } from '../../../platform/graphql/scalars';
import type { StockMovementRow } from '../store/stock-movements';

export enum StockMovementKind {
  RECEIVED = 'RECEIVED',
  ADJUSTED = 'ADJUSTED',
  RESERVED = 'RESERVED',
  RELEASED = 'RELEASED',
  SHIPPED = 'SHIPPED',
  RETURNED = 'RETURNED',
}
registerEnumType(StockMovementKind, { name: 'StockMovementKind' });

@ObjectType({
  simpleResolvers: true,
  description: 'One change of the stock of a product at a warehouse. Never altered afterwards.',
})
export class StockMovement implements Omit<StockMovementRow, 'warehouse' | 'kind'> {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => ID)
  sku: string;

  @Field(() => Int, { description: 'Signed. The sum over all movements is what is on hand.' })
  onHandDelta: number;

  @Field(() => Int, { description: 'Signed. The sum over all movements is what is reserved.' })
  reservedDelta: number;

  @Field(() => StockMovementKind)
  kind: StockMovementKind;

  @Field(() => String, {
    nullable: true,
    description: 'The order or document that caused it, or the reason of an adjustment.',
  })
  reference: string | null;
}

@ObjectType({ simpleResolvers: true })
export class StockMovementEdge extends edgeOf(() => StockMovement) {}

@ObjectType({ simpleResolvers: true })
export class StockMovementConnection extends connectionOf(() => StockMovementEdge) {}
