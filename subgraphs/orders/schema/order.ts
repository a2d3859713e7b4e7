import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';
import type { Order as OrderRow } from '../../../prisma/orders/generated/client';
import { OrderStatus } from './order-status';
import { ShippingAddress } from './shipping-address';

type PublicColumn = 'id' | 'number' | 'status' | 'note' | 'placedAt' | 'updatedAt' | 'version';

/**
 * What somebody bought. Amounts, parts that stand in other tables, and what depends on who is
 * looking stand in `operations/order.ts`.
 */
@ObjectType({ simpleResolvers: true, description: 'What somebody bought.' })
@Directive('@key(fields: "id")')
export class Order implements Pick<OrderRow, PublicColumn> {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'Short, for people and parcels.' })
  number: string;

  @Field(() => OrderStatus)
  status: OrderStatus;

  @Field(() => ShippingAddress)
  shippingAddress: ShippingAddress;

  @Field(() => String, {
    nullable: true,
    description: 'Of the buyer, as given to placeOrder.',
  })
  note: string | null;

  @Field(() => DateTime)
  placedAt: Date;

  @Field(() => DateTime)
  updatedAt: Date;

  @Field(() => Int, {
    description: 'Optimistic lock: send it back as expectedVersion.',
  })
  version: number;
}

/** A step that keeps failing parks the order until a person decides. */
@ObjectType({
  simpleResolvers: true,
  description:
    'A step that keeps failing: the order waits for a person. Its status stays what it was.',
})
export class OrderAttention {
  @Field(() => DateTime)
  since: Date | string;

  @Field(() => String)
  step: string;

  @Field(() => String)
  reason: string;
}
