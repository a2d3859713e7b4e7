import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Shortage } from './reservation';

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
  @Field(() => [Parcel], { description: 'Parcels, one for each warehouse.' })
  parcels: Parcel[];

  @Field(() => [Shortage], {
    description: 'Products with too few reserved units. If there are any, nothing was shipped.',
  })
  shortages: Shortage[];
}
