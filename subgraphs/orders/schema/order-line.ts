import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { OrderLine as OrderLineRow } from '../../../prisma/orders/generated/client';

type PublicColumn =
  | 'sku'
  | 'name'
  | 'quantity'
  | 'shippedQuantity'
  | 'cancelledQuantity'
  | 'returnedQuantity';

/** Amounts, the id and the product stand in `operations/order-line.ts`. */
@ObjectType({
  simpleResolvers: true,
  description: 'Price and name are those at the time of the order.',
})
export class OrderLine implements Pick<OrderLineRow, PublicColumn> {
  @Field(() => ID)
  sku: string;

  @Field(() => String)
  name: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => Int)
  shippedQuantity: number;

  @Field(() => Int)
  cancelledQuantity: number;

  @Field(() => Int)
  returnedQuantity: number;
}
