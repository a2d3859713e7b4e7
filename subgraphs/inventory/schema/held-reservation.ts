import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { HeldReservation } from '../store/reservations';

@ObjectType('HeldReservation', {
  simpleResolvers: true,
  description: 'A reservation that is neither confirmed nor released.',
})
export class HeldReservationType implements HeldReservation {
  @Field(() => ID)
  orderId: string;

  @Field(() => Int, { description: 'Its age.' })
  heldSeconds: number;
}
