import { Field, Int } from 'type-graphql';
import { describeEnum } from '../../../platform/graphql/describe-enum';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import { EffectKind, EffectState } from '../../../prisma/orders/generated/enums';

describeEnum(
  EffectKind,
  'OrderEffectKind',
  'A call to inventory or to the payment provider that an order needs.',
  {
    RESERVE: 'Reserve the units of the order in inventory.',
    AUTHORIZE: 'Authorize the total at the payment provider.',
    CONFIRM: 'Make the reservation of the units final.',
    SHIP: 'Take shipped units out of stock.',
    CAPTURE: 'Take the money of a shipment from the authorized amount.',
    VOID: 'Give up the authorization, or the rest of it.',
    RELEASE: 'Make reserved units available again.',
    REFUND: 'Give captured money back to the buyer.',
    RESTOCK: 'Put returned units back into stock.',
  },
);

describeEnum(EffectState, 'OrderEffectState', 'How far a call of an order has come.', {
  PENDING: 'It has to be made, or to be made again.',
  DONE: 'The other side has done it.',
  REFUSED: 'The other side has refused it for good.',
  SKIPPED: 'No longer needed, and never made.',
});

@PlainType('A call to inventory or to the payment provider, made once for an order.')
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
