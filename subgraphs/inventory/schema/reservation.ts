import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

/** Types of the internal schema to reserve, release and ship stock. */

export enum ReservationState {
  HELD = 'HELD',
  CONFIRMED = 'CONFIRMED',
  RELEASED = 'RELEASED',
}
registerEnumType(ReservationState, {
  name: 'ReservationState',
  description: 'HELD may expire, CONFIRMED may not, RELEASED is final: nothing is ever held again.',
});

@InputType()
export class StockLineInput {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;
}

@ObjectType({ simpleResolvers: true })
export class Shortage {
  @Field(() => ID, { description: 'As it was requested.' })
  sku: string;

  @Field(() => Int)
  requested: number;

  @Field(() => Int)
  available: number;
}

@ObjectType({ simpleResolvers: true })
export class ReserveStockOutcome {
  @Field(() => ReservationState)
  state: ReservationState;

  @Field(() => [Shortage], {
    description: 'RELEASED with shortages was refused for stock; without, it was released before.',
  })
  shortages: Shortage[];
}

@ObjectType({ simpleResolvers: true })
export class ParcelLine {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;
}

@ObjectType({ simpleResolvers: true })
export class Parcel {
  @Field(() => ID)
  warehouse: string;

  @Field(() => [ParcelLine])
  lines: ParcelLine[];
}

@ObjectType({ simpleResolvers: true })
export class ShipStockOutcome {
  @Field(() => [Parcel], { description: 'One a warehouse.' })
  parcels: Parcel[];

  @Field(() => [Shortage], { description: 'Where there are any, nothing was shipped.' })
  shortages: Shortage[];
}
