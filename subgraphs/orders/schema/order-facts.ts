import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { OpenEffect, OrderFacts, TimelineFacts, UnitFacts } from '../../../verify/facts';
import type { EffectKind } from '../domain/effect';
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

  @Field(() => Int, { description: 'Units in shipments.' })
  packed: number;

  @Field(() => Int)
  returned: number;

  @Field(() => Int, { description: 'Units in returns.' })
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

  @Field(() => Int, { description: 'Seconds since it was due while no process has the order.' })
  overdueSeconds: number;

  @Field(() => String, {
    nullable: true,
    description: 'Amount of a capture or refund; null for others.',
  })
  amountMinor: string | null;

  @Field(() => [EffectLineFactsType], {
    nullable: true,
    description: 'Lines of a shipment; null for others.',
  })
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
    description:
      'Number of the first event whose earlier status is not the later status of the previous event.',
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

  @Field(() => String, { description: 'Sum of the prices of the lines.' })
  goodsMinor: string;

  @Field(() => Boolean)
  isImported: boolean;

  @Field(() => Boolean, { description: 'Whether the payment was declined.' })
  isDeclined: boolean;

  @Field(() => Boolean, {
    description: 'Whether the provider has refused a capture or the void for good.',
  })
  isRefused: boolean;

  @Field(() => Boolean, {
    description:
      'Whether a refusal has set the attention of the order, or a person has resolved it.',
  })
  isSeen: boolean;

  @Field(() => JournalSumsType, { description: 'Sums of the effects that are done.' })
  journal: JournalSumsType;

  @Field(() => Int, {
    description: 'Number of refunds without an effect of the same number and amount.',
  })
  lostRefunds: number;

  @Field(() => Int, {
    description: 'Number of shipments without a capture of the same number, or with a skipped one.',
  })
  lostCaptures: number;

  @Field(() => Int, {
    description: 'Age of the oldest event that is not published, in seconds; 0 if there is none.',
  })
  untoldSeconds: number;

  @Field(() => Int, { description: 'Number of shipments that have not arrived.' })
  undelivered: number;

  @Field(() => [UnitFactsType], { description: 'Units of the order, one entry for each SKU.' })
  units: UnitFactsType[];

  @Field(() => [OpenEffectFactsType])
  openEffects: OpenEffectFactsType[];

  @Field(() => TimelineFactsType)
  timeline: TimelineFactsType;
}
