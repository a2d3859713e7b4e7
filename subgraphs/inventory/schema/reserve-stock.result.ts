import { Field } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { ReservationState, Shortage } from './reservation';

@PlainType()
export class ReserveStockOutcome {
  @Field(() => ReservationState)
  state: ReservationState;

  @Field(() => [Shortage], {
    description:
      'RELEASED with shortages means too little stock; without, the reservation was released earlier.',
  })
  shortages: Shortage[];
}
