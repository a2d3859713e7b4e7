import { Field, ID, Int } from 'type-graphql';
import { connectionOf, edgeOf } from '../../../platform/graphql/connection-types';
import { describeEnum } from '../../../platform/graphql/describe-enum';
import { PlainType } from '../../../platform/graphql/plain-type';
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
describeEnum(StockMovementKind, 'StockMovementKind', 'What causes a stock movement.', {
  RECEIVED: 'Goods arrived in the warehouse: more units on hand.',
  ADJUSTED: 'A correction by `adjustStock`: more or fewer units on hand.',
  RESERVED: 'Units reserved for an order: more reserved, as many on hand.',
  RELEASED: 'A reservation ended without a shipment: fewer units reserved, as many on hand.',
  SHIPPED: 'Reserved units left the warehouse: fewer on hand and fewer reserved.',
  RETURNED: 'Units came back and were restocked: more units on hand.',
});

@PlainType(
  "One change of a product's stock in a warehouse. It is never altered afterwards. Visible to staff.",
)
export class StockMovement implements Omit<StockMovementRow, 'warehouse' | 'kind'> {
  @Field(() => ID, { description: 'Id of the movement. It never changes.' })
  id: string;

  @Field(() => DateTime, { description: 'When the stock changed, in UTC.' })
  at: Date;

  @Field(() => ID, { description: 'SKU of the product whose stock changed.' })
  sku: string;

  @Field(() => Int, {
    description:
      'Signed change of the units on hand. All movements together add up to what is on hand.',
  })
  onHandDelta: number;

  @Field(() => Int, {
    description:
      'Signed change of the reserved units. All movements together add up to what is reserved.',
  })
  reservedDelta: number;

  @Field(() => StockMovementKind, { description: 'What kind of change it is.' })
  kind: StockMovementKind;

  @Field(() => String, {
    nullable: true,
    description:
      'Id of the order or document that caused it, or the reason of an adjustment. Null if none is known.',
  })
  reference: string | null;
}

@PlainType('A stock movement and its position in the list.')
export class StockMovementEdge extends edgeOf(() => StockMovement) {}

@PlainType("One page of a product's stock movements. Visible to staff.")
export class StockMovementConnection extends connectionOf(StockMovementEdge) {}
