import { Arg, Ctx, Field, ID, InputType, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import type { EffectKind } from '../domain/effect';
import { OrderStatus } from '../schema/order-status';
import type {
  KeyFacts,
  OpenEffectFacts,
  OrderFacts,
  TimelineFacts,
  UnitFacts,
} from '../store/integrity';

const ordersMax = 500;
const idsMax = 1_000;
const keysMax = 1_000;

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
export class OpenEffectFactsType implements OpenEffectFacts {
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

@ObjectType('IdempotencyKeyFacts', { simpleResolvers: true })
export class IdempotencyKeyFactsType implements KeyFacts {
  @Field(() => ID)
  userId: string;

  @Field(() => String)
  mutation: string;

  @Field(() => String)
  key: string;

  @Field(() => ID)
  orderId: string;

  @Field(() => Boolean)
  hasOrder: boolean;
}

@InputType()
export class IdempotencyKeyCursor {
  @Field(() => ID)
  userId: string;

  @Field(() => String)
  mutation: string;

  @Field(() => String)
  key: string;
}

function checkedCount(name: string, count: number, most: number): number {
  if (count < 1 || count > most) throw badUserInput(`\`${name}\` takes 1 to ${most}.`);
  return count;
}

function checkedIds(ids: readonly string[]): string[] {
  if (ids.length > idsMax) throw badUserInput(`\`ids\` takes at most ${idsMax}.`);
  return ids.filter(isUuid);
}

/** Keyset pages for `npm run verify`, so that answers do not grow with the shop. */
@Resolver()
export class OrderIntegrityOperation {
  @Query(() => [OrderFactsType], { description: 'Orders by id; an empty list is the end.' })
  orderFacts(
    @Arg('after', () => ID, { nullable: true }) after: string | null = null,
    @Arg('first', () => Int) first: number,
    @Ctx() { store }: OrdersContext,
  ): Promise<OrderFacts[]> {
    if (after !== null && !isUuid(after)) throw badUserInput('`after` takes the id of an order.');
    return store.integrity.orders(after, checkedCount('first', first, ordersMax));
  }

  @Query(() => [OrderFactsType], { description: 'Those of the orders that there are.' })
  orderFactsOf(
    @Arg('ids', () => [ID]) ids: string[],
    @Ctx() { store }: OrdersContext,
  ): Promise<OrderFacts[]> {
    return store.integrity.ordersOf(checkedIds(ids));
  }

  @Query(() => [ID], { description: 'The ids among these that no order has.' })
  unknownOrders(
    @Arg('ids', () => [ID]) ids: string[],
    @Ctx() { store }: OrdersContext,
  ): Promise<string[]> {
    return store.integrity.unknownIds(checkedIds(ids));
  }

  @Query(() => [IdempotencyKeyFactsType], { description: 'In the order of the cursor.' })
  idempotencyKeyFacts(
    @Arg('after', () => IdempotencyKeyCursor, { nullable: true })
    after: IdempotencyKeyCursor | null = null,
    @Arg('first', () => Int) first: number,
    @Ctx() { store }: OrdersContext,
  ): Promise<KeyFacts[]> {
    if (after && !isUuid(after.userId)) throw badUserInput('`after.userId` takes a uuid.');
    return store.integrity.keys(after, checkedCount('first', first, keysMax));
  }
}
