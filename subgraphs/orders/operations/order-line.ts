import { FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { Money } from '../../../platform/graphql/money';
import { lineTotal } from '../domain/totals';
import { OrderLine } from '../schema/order-line';
import { Product } from '../schema/product-stub';
import type { LineOfOrder } from '../store/order-reads';

@Resolver(() => OrderLine)
export class OrderLineOperation {
  @FieldResolver(() => ID)
  id(@Root() line: LineOfOrder): string {
    return `${line.orderId}.${line.position}`;
  }

  @FieldResolver(() => Money, { description: 'Net.' })
  unitPrice(@Root() line: LineOfOrder): Money {
    return new Money(line.unitPriceMinor, line.order.currency);
  }

  @FieldResolver(() => Money, { description: 'Net, of all units that were ordered.' })
  total(@Root() line: LineOfOrder): Money {
    return new Money(lineTotal(line), line.order.currency);
  }

  @FieldResolver(() => Product, {
    nullable: true,
    description: 'Null if it has been deleted since.',
  })
  product(@Root() { sku }: LineOfOrder): Product {
    return { sku };
  }
}
