import { Arg, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { pricingTerms } from '../../../config/pricing';
import { Money } from '../../../platform/graphql/money';
import { CountryCode } from '../../../platform/graphql/scalars';
import { minorFromDecimal } from '../../../platform/values/money';
import type { OrdersContext } from '../context';
import { grossUnitPrice } from '../domain/totals';
import { Product } from '../schema/product-stub';

/** The fields of Product that need the tax table. */
@Resolver(() => Product)
export class ProductFields {
  @Directive('@requires(fields: "price { amount currency }")')
  @FieldResolver(() => Money, {
    nullable: true,
    description:
      'Price of one unit including tax for delivery to a country, rounded per unit. Null if nothing is delivered there. `quote` totals a cart.',
  })
  grossPrice(
    @Root() { price }: Product,
    @Arg('country', () => CountryCode, {
      description: 'Country of delivery, which decides about the tax.',
    })
    country: string,
    @Ctx() { configuration }: OrdersContext,
  ): Money | null {
    if (!price) return null;
    const { amount, currency } = price;
    const terms = pricingTerms(configuration.pricing, country.toUpperCase(), currency);
    const priceMinor = minorFromDecimal(amount, currency);
    if (terms === null || priceMinor === null) return null;
    return new Money(grossUnitPrice(priceMinor, terms), currency);
  }
}
