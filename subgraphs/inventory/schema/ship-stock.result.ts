import { Field, ID, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { Shortage } from './reservation';

@PlainType()
export class ParcelLine {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;
}

@PlainType()
export class Parcel {
  @Field(() => ID)
  warehouse: string;

  @Field(() => [ParcelLine])
  lines: ParcelLine[];
}

@PlainType()
export class ShipStockOutcome {
  @Field(() => [Parcel], { description: 'Parcels, one for each warehouse.' })
  parcels: Parcel[];

  @Field(() => [Shortage], {
    description: 'Products with too few reserved units. If there are any, nothing was shipped.',
  })
  shortages: Shortage[];
}
