import { Field, ID, Int, ObjectType } from 'type-graphql';
import { ReservationState } from './reservation';

/** What `npm run verify` reads of a reservation. */

@ObjectType('HeldUnits', { simpleResolvers: true })
export class HeldUnitsType {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;
}

@ObjectType('ReservationFacts', { simpleResolvers: true })
export class ReservationFactsType {
  @Field(() => ID)
  orderId: string;

  @Field(() => ReservationState)
  state: ReservationState;

  @Field(() => Int, { description: 'Seconds since it was made.' })
  ageSeconds: number;

  @Field(() => [HeldUnitsType], {
    description: 'Reserved units by SKU, summed over all warehouses.',
  })
  held: HeldUnitsType[];
}
