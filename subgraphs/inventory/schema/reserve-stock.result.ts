import { Field, ObjectType } from 'type-graphql';
import { ReservationState, Shortage } from './reservation';

@ObjectType({ simpleResolvers: true })
export class ReserveStockOutcome {
  @Field(() => ReservationState)
  state: ReservationState;

  @Field(() => [Shortage], {
    description: 'RELEASED with shortages was refused for stock; without, it was released before.',
  })
  shortages: Shortage[];
}
