import { Field, ID, Int } from 'type-graphql';
import { Money } from '../../../platform/graphql/money';
import { PlainType } from '../../../platform/graphql/plain-type';
import type { PricedOrder } from '../domain/pricing';
import { lineTotal } from '../domain/totals';

@PlainType('One product of a quote, with its price.')
export class QuoteLine {
  @Field(() => ID, { description: 'SKU of the product, as in the catalogue.' })
  sku: string;

  @Field(() => Int, { description: 'Number of units, as in the request.' })
  quantity: number;

  @Field(() => Money, { description: 'Net price of one unit now.' })
  unitPrice: Money;

  @Field(() => Money, { description: 'Net price of all units: `unitPrice` times `quantity`.' })
  total: Money;

  @Field(() => Int, {
    description: 'Units of the product that can be promised now, whatever the quantity.',
  })
  available: number;
}

@PlainType('What an order would cost now, to the cent. Nothing is reserved.')
export class Quote {
  @Field(() => [QuoteLine], {
    description: 'The products with their prices, in the order of the request.',
  })
  lines: QuoteLine[];

  @Field(() => Money, { description: 'Net price of all lines together.' })
  subtotal: Money;

  @Field(() => Money, { description: 'Cost of shipping, before tax.' })
  shipping: Money;

  @Field(() => Money, { description: 'Tax on products and shipping together.' })
  tax: Money;

  @Field(() => Money, { description: 'What the buyer would pay: `subtotal` + `shipping` + `tax`.' })
  total: Money;
}

/** A priced order as the API shows it. */
export function quoteOf(order: PricedOrder): Quote {
  const money = (minor: bigint) => new Money(minor, order.currency);
  return {
    lines: order.lines.map((line) => ({
      sku: line.sku,
      quantity: line.quantity,
      unitPrice: money(line.unitPriceMinor),
      total: money(lineTotal(line)),
      available: line.available,
    })),
    subtotal: money(order.subtotalMinor),
    shipping: money(order.shippingMinor),
    tax: money(order.taxMinor),
    total: money(order.totalMinor),
  };
}
