import { Directive, Field, ID, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import type { Order as OrderRow } from '../../../prisma/orders/generated/client';
import { OrderStatus } from './order-status';

type PublicColumn = 'id' | 'number' | 'status' | 'note' | 'placedAt' | 'updatedAt' | 'version';

/**
 * Fields with amounts, encrypted ones, rows of other tables, or dependence on the viewer are in
 * `operations/order.ts`.
 */
@PlainType(
  'An order of one customer. Visible to its owner and to staff; for others it does not exist.',
)
@Directive('@key(fields: "id")')
export class Order implements Pick<OrderRow, PublicColumn> {
  @Field(() => ID, { description: 'Id of the order. It never changes.' })
  id: string;

  @Field(() => String, { description: 'Short number for people and parcels, e.g. 3F7-K2M9-QX4P.' })
  number: string;

  @Field(() => OrderStatus, { description: 'Status of the order now.' })
  status: OrderStatus;

  @Field(() => String, {
    nullable: true,
    description: 'Note of the buyer, as given to `placeOrder`. Null if there is none.',
  })
  note: string | null;

  @Field(() => DateTime, { description: 'When the order was placed, in UTC.' })
  placedAt: Date;

  @Field(() => DateTime, { description: 'When the order last changed, in UTC.' })
  updatedAt: Date;

  @Field(() => Int, {
    description:
      'Version of the order, which rises with each change. Send it as `expectedVersion`.',
  })
  version: number;
}

/** Set when a step keeps failing and a person has to decide. */
@PlainType(
  'A step that keeps failing or was refused, so that the order waits for a person. Its status stays as it was. Visible to staff.',
)
export class OrderAttention {
  @Field(() => DateTime, { description: 'When the order began to wait for a person.' })
  since: Date | string;

  @Field(() => String, { description: 'The step that fails, e.g. `CAPTURE` or `VOID`.' })
  step: string;

  @Field(() => String, {
    description: 'Error message or code of the step when the order began to wait.',
  })
  reason: string;
}
