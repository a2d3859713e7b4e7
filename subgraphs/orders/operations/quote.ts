import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { CountryCode, Currency } from '../../../platform/graphql/scalars';
import type { OrdersContext } from '../context';
import { OrderLineInput } from '../schema/order-line.input';
import { quoteOf } from '../schema/quote';
import { QuoteResult } from '../schema/quote.result';
import { priceOrder } from '../workflows/price-order';

@Resolver()
export class QuoteOperation {
  @Query(() => QuoteResult, {
    nullable: true,
    description:
      'Calculates what an order would cost now, without reserving anything. Needs no account.',
  })
  async quote(
    @Arg('currency', () => Currency, {
      description: 'ISO 4217 code of the currency. All products have to be priced in it.',
    })
    currency: string,
    @Arg('lines', () => [OrderLineInput], {
      description: 'The products to price, 1 to 1,000, each SKU once.',
    })
    lines: OrderLineInput[],
    @Arg('country', () => CountryCode, {
      description: 'Country of delivery, which decides about tax and shipping.',
    })
    country: string,
    @Ctx() context: OrdersContext,
  ): Promise<QuoteResult> {
    const requested = { currency, country, countryPath: ['country'], lines };
    const priced = await priceOrder(requested, context, context);
    return 'lines' in priced ? quoteOf(priced) : priced;
  }
}
