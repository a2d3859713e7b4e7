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
registerEnumType(StockMovementKind, {
  name: 'StockMovementKind',
  description: 'What causes a stock movement.',
  valuesConfig: {
    RECEIVED: { description: 'Goods arrived in the warehouse: more units on hand.' },
    ADJUSTED: { description: 'A correction by `adjustStock`: more or fewer units on hand.' },
    RESERVED: { description: 'Units reserved for an order: more reserved, as many on hand.' },
    RELEASED: {
      description: 'A reservation ended without a shipment: fewer units reserved, as many on hand.',
    },
    SHIPPED: {
      description: 'Reserved units left the warehouse: fewer on hand and fewer reserved.',
    },
    RETURNED: { description: 'Units came back and were restocked: more units on hand.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    "One change of a product's stock in a warehouse. It is never altered afterwards. Visible to staff.",
})
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

@ObjectType({
  simpleResolvers: true,
  description: 'A stock movement and its position in the list.',
})
export class StockMovementEdge extends edgeOf(() => StockMovement) {}

@ObjectType({
  simpleResolvers: true,
  description: "One page of a product's stock movements. Visible to staff.",
})
export class StockMovementConnection extends connectionOf(
  () => StockMovementEdge,
  () => StockMovement,
) {}
