import { Field, ID, Int, registerEnumType } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

/** Types of the internal schema to reserve, release and ship stock. */

export enum ReservationState {
  HELD = 'HELD',
  CONFIRMED = 'CONFIRMED',
  RELEASED = 'RELEASED',
}
registerEnumType(ReservationState, {
  name: 'ReservationState',
  description:
    'HELD until orders confirms or releases it, CONFIRMED, or RELEASED, which is final: the order cannot reserve again.',
});

@PlainType()
export class Shortage {
  @Field(() => ID, { description: 'SKU as it was requested.' })
  sku: string;

  @Field(() => Int)
  requested: number;

  @Field(() => Int)
  available: number;
}
