import { Directive, Field, ID, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import type { OrderLine as OrderLineRow } from '../../../prisma/orders/generated/client';

type PublicColumn =
  | 'sku'
  | 'name'
  | 'quantity'
  | 'shippedQuantity'
  | 'cancelledQuantity'
  | 'returnedQuantity';

/** Amounts, id and product are in `operations/order-line.ts`. */
@Directive('@key(fields: "id sku", resolvable: false)')
@PlainType('One product of an order. Name and price are those at the time of the order.')
export class OrderLine implements Pick<OrderLineRow, PublicColumn> {
  @Field(() => ID, {
    description: 'SKU of the product, as in the catalogue at the time of the order.',
  })
  sku: string;

  @Field(() => String, { description: 'Name of the product at the time of the order.' })
  name: string;

  @Field(() => Int, {
    description: 'Number of units ordered, whatever was cancelled or returned since.',
  })
  quantity: number;

  @Field(() => Int, { description: 'Number of units shipped so far.' })
  shippedQuantity: number;

  @Field(() => Int, {
    description: 'Number of units cancelled after a part of the order was shipped.',
  })
  cancelledQuantity: number;

  @Field(() => Int, { description: 'Number of shipped units that came back.' })
  returnedQuantity: number;
}
