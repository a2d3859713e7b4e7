import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { EffectKind } from '../domain/effect';
import type { OpenEffect, OrderFacts, TimelineFacts, UnitFacts } from '../../../verify/facts';
import { OrderStatus } from './order-status';

/** What `npm run verify` reads of an order. */

@ObjectType('UnitFacts', { simpleResolvers: true })
export class UnitFactsType implements UnitFacts {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => Int)
  shipped: number;

  @Field(() => Int)
  cancelled: number;

  @Field(() => Int, { description: 'What is in the shipments.' })
  packed: number;

  @Field(() => Int)
  returned: number;

  @Field(() => Int, { description: 'What is in the returns.' })
  givenBack: number;
}

@ObjectType('EffectLineFacts', { simpleResolvers: true })
export class EffectLineFactsType {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;
}

@ObjectType('OpenEffectFacts', { simpleResolvers: true })
export class OpenEffectFactsType implements OpenEffect {
  @Field(() => String)
  kind: EffectKind;

  @Field(() => Int)
  seq: number;

  @Field(() => Int, { description: 'Since it is due and nobody has the order.' })
  overdueSeconds: number;

  @Field(() => String, { nullable: true, description: 'Of a capture or refund.' })
  amountMinor: string | null;

  @Field(() => [EffectLineFactsType], { nullable: true, description: 'Of a shipment.' })
  lines: EffectLineFactsType[] | null;
}

@ObjectType('JournalSums', { simpleResolvers: true })
export class JournalSumsType {
  @Field(() => String)
  capturedMinor: string;

  @Field(() => String)
  refundedMinor: string;
}

@ObjectType('TimelineFacts', { simpleResolvers: true })
export class TimelineFactsType implements TimelineFacts {
  @Field(() => Int)
  events: number;

  @Field(() => Int)
  firstSeq: number;

  @Field(() => Int)
  lastSeq: number;

  @Field(() => OrderStatus, { nullable: true })
  lastStatus: OrderStatus | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The first event that does not begin where the one before it ended.',
  })
  brokenAt: number | null;
}

@ObjectType('OrderFacts', {
  simpleResolvers: true,
  description: 'The recorded state of an order, read at one time; amounts in minor units.',
})
export class OrderFactsType implements OrderFacts {
  @Field(() => ID)
  id: string;

  @Field(() => OrderStatus)
  status: OrderStatus;

  @Field(() => Int, { description: 'Rises with every write.' })
  epoch: number;

  @Field(() => Int)
  version: number;

  @Field(() => String)
  currency: string;

  @Field(() => String)
  subtotalMinor: string;

  @Field(() => String)
  shippingMinor: string;

  @Field(() => String)
  taxMinor: string;

  @Field(() => String)
  totalMinor: string;

  @Field(() => String)
  capturedMinor: string;

  @Field(() => String)
  refundedMinor: string;

  @Field(() => String, { description: 'What the lines cost together.' })
  goodsMinor: string;

  @Field(() => Boolean)
  isImported: boolean;

  @Field(() => Boolean, { description: 'Its payment was declined.' })
  isDeclined: boolean;

  @Field(() => Boolean, { description: 'The provider will never do a capture or its void.' })
  isRefused: boolean;

  @Field(() => Boolean, {
    description: 'A refusal set the attention of the order, or a person resolved it.',
  })
  isSeen: boolean;

  @Field(() => JournalSumsType, { description: 'What the effects that are done did.' })
  journal: JournalSumsType;

  @Field(() => Int, { description: 'Refunds that have no effect of their number and amount.' })
  lostRefunds: number;

  @Field(() => Int, { description: 'Since something happened that was not passed on; or 0.' })
  untoldSeconds: number;

  @Field(() => Int, { description: 'Shipments on their way.' })
  undelivered: number;

  @Field(() => [UnitFactsType], { description: 'One a SKU.' })
  units: UnitFactsType[];

  @Field(() => [OpenEffectFactsType])
  openEffects: OpenEffectFactsType[];

  @Field(() => TimelineFactsType)
  timeline: TimelineFactsType;
}
