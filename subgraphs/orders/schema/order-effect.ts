import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';
import { EffectKind, EffectState } from '../../../prisma/orders/generated/enums';

registerEnumType(EffectKind, {
  name: 'OrderEffectKind',
  description: 'A call to inventory or to the payment provider that an order needs.',
  valuesConfig: {
    RESERVE: { description: 'Reserve the units of the order in inventory.' },
    AUTHORIZE: { description: 'Authorize the total at the payment provider.' },
    CONFIRM: { description: 'Make the reservation of the units final.' },
    SHIP: { description: 'Take shipped units out of stock.' },
    CAPTURE: { description: 'Take the money of a shipment from the authorized amount.' },
    VOID: { description: 'Give up the authorization, or the rest of it.' },
    RELEASE: { description: 'Make reserved units available again.' },
    REFUND: { description: 'Give captured money back to the buyer.' },
    RESTOCK: { description: 'Put returned units back into stock.' },
  },
});

registerEnumType(EffectState, {
  name: 'OrderEffectState',
  description: 'How far a call of an order has come.',
  valuesConfig: {
    PENDING: { description: 'It has to be made, or to be made again.' },
    DONE: { description: 'The other side has done it.' },
    REFUSED: { description: 'The other side has refused it for good.' },
    SKIPPED: { description: 'No longer needed, and never made.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'A call to inventory or to the payment provider, made once for an order.',
})
export class OrderEffect {
  @Field(() => EffectKind, { description: 'What is called, and for what.' })
  kind: EffectKind;

  @Field(() => Int, { description: 'Number of the call among those of its kind, from 1.' })
  seq: number;

  @Field(() => EffectState, { description: 'How far it has come.' })
  state: EffectState;

  @Field(() => Int, { description: 'How many attempts have failed so far.' })
  failedAttempts: number;

  @Field(() => DateTime, { description: 'When the order began to need it, in UTC.' })
  openedAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was done, refused or skipped, in UTC. Null while it is pending.',
  })
  endedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it is tried next, in UTC. Null unless it is pending.',
  })
  nextAttemptAt: Date | null;
}
