import { FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { Money } from '../../../platform/graphql/money';
import { lineTotal } from '../domain/totals';
import { OrderLine } from '../schema/order-line';
import { Product } from '../schema/product-stub';
import type { LineOfOrder } from '../store/order-reads';

@Resolver(() => OrderLine)
export class OrderLineFields {
  @FieldResolver(() => ID, { description: 'Id of the line. It never changes.' })
  id(@Root() line: LineOfOrder): string {
    return `${line.orderId}.${line.position}`;
  }

  @FieldResolver(() => Money, { description: 'Net price of one unit at the time of the order.' })
  unitPrice(@Root() line: LineOfOrder): Money {
    return new Money(line.unitPriceMinor, line.order.currency);
  }

  @FieldResolver(() => Money, {
    description: 'Net price of all ordered units: `unitPrice` times `quantity`.',
  })
  total(@Root() line: LineOfOrder): Money {
    return new Money(lineTotal(line), line.order.currency);
  }

  /** Asked by gateways of the previous version; inventory overrides it, which knows who may see it. */
  @FieldResolver(() => Product, {
    nullable: true,
    description:
      'The product as it is now. Null if it was deleted, or is inactive and the caller is not staff.',
  })
  product(@Root() { sku }: LineOfOrder): Product {
    return { sku };
  }
}
