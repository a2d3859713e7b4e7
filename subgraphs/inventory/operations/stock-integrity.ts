import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { InventoryContext } from '../context';
import { isSku } from '../domain/sku';
import { ReservationState } from '../schema/reservation';
import type { StockFacts, StockFactsPage } from '../store/integrity';

const productsMax = 500;
const ordersMax = 1_000;
const secondsMax = 2_147_483_647;

@ObjectType('StockFacts', {
  simpleResolvers: true,
  description: 'One SKU at one warehouse, read at one time. Sums are whole numbers of any size.',
})
export class StockFactsType implements StockFacts {
  @Field(() => ID)
  sku: string;

  @Field(() => ID)
  warehouse: string;

  @Field(() => Int)
  onHand: number;

  @Field(() => Int)
  reserved: number;

  @Field(() => String, { description: 'What the movements say is on hand.' })
  movedOnHand: string;

  @Field(() => String, { description: 'What the movements say is reserved.' })
  movedReserved: string;

  @Field(() => String, { description: 'What is held for orders.' })
  allocated: string;
}

@ObjectType('StockFactsPage', { simpleResolvers: true })
export class StockFactsPageType {
  @Field(() => ID, { nullable: true, description: 'Where the next page begins; null at the end.' })
  lastSku: string | null;

  @Field(() => [StockFactsType])
  levels: StockFactsType[];
}

@ObjectType('HeldUnits', { simpleResolvers: true })
export class HeldUnitsType {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;
}

@ObjectType('ReservationFacts', { simpleResolvers: true })
export class ReservationFactsType {
  @Field(() => ID)
  orderId: string;

  @Field(() => ReservationState)
  state: ReservationState;

  @Field(() => [HeldUnitsType], { description: 'Over all warehouses, one a SKU.' })
  held: HeldUnitsType[];
}

function checkedCount(first: number, most: number): number {
  if (first < 1 || first > most) throw badUserInput(`\`first\` takes 1 to ${most}.`);
  return first;
}

/** Read by `npm run verify`, in pages by key, so that no response grows with the shop. */
@Resolver()
export class StockIntegrityOperation {
  @Query(() => StockFactsPageType, { description: 'The stock of the next products by SKU.' })
  stockFacts(
    @Arg('after', () => ID, { nullable: true }) after: string | null = null,
    @Arg('first', () => Int) first: number,
    @Ctx() { store }: InventoryContext,
  ): Promise<StockFactsPage> {
    if (after !== null && !isSku(after)) throw badUserInput('`after` takes a SKU.');
    return store.integrity.stock(after, checkedCount(first, productsMax));
  }

  @Query(() => [ReservationFactsType], {
    description: 'Orders without a reservation are left out.',
  })
  async reservationFacts(
    @Arg('orderIds', () => [ID]) orderIds: string[],
    @Ctx() { store }: InventoryContext,
  ): Promise<ReservationFactsType[]> {
    if (orderIds.length > ordersMax) throw badUserInput(`\`orderIds\` takes at most ${ordersMax}.`);
    const rows = await store.integrity.reservationsOf(orderIds.filter(isUuid));
    return rows.map((row) => ({
      ...row,
      state: ReservationState[row.state],
      held: [...row.held],
    }));
  }

  @Query(() => [ID], {
    description: 'Orders with a reservation made at least so long ago, by id; empty at the end.',
  })
  reservedOrders(
    @Arg('after', () => ID, { nullable: true }) after: string | null = null,
    @Arg('first', () => Int) first: number,
    @Arg('olderThanSeconds', () => Int) olderThanSeconds: number,
    @Ctx() { store }: InventoryContext,
  ): Promise<string[]> {
    if (after !== null && !isUuid(after)) throw badUserInput('`after` must be the id of an order.');
    if (olderThanSeconds < 0) {
      throw badUserInput(`\`olderThanSeconds\` takes 0 to ${secondsMax}.`);
    }
    return store.integrity.reservedOrders(after, checkedCount(first, ordersMax), olderThanSeconds);
  }
}
