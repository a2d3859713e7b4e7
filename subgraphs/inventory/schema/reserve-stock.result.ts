import { Field, ObjectType } from 'type-graphql';
import { ReservationState, Shortage } from './reservation';

@ObjectType({ simpleResolvers: true })
export class ReserveStockOutcome {
  @Field(() => ReservationState)
  state: ReservationState;

  @Field(() => [Shortage], {
    description:
      'RELEASED with shortages means too little stock; without, the reservation was released earlier.',
  })
  shortages: Shortage[];
}
