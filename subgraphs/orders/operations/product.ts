import { Arg, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { Money } from '../../../platform/graphql/money';
import { CountryCode } from '../../../platform/graphql/scalars';
import { minorFromDecimal } from '../../../platform/values/money';
import { msPerDay } from '../../../platform/values/time';
import type { OrdersContext } from '../context';
import { comingDemand, forecastDaysMax, leadTimeDemand } from '../domain/coming-demand';
import { grossUnitPrice } from '../domain/totals';
import { DemandPoint } from '../schema/demand-point';
import { LeadTimeDemand } from '../schema/lead-time-demand';
import { Product } from '../schema/product-stub';
import { orderTerms } from '../workflows/price-order';

const forecastDaysDefault = 14;

/** The fields of Product that need the tax table or past orders. */
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
    @Ctx() context: OrdersContext,
  ): Money | null {
    if (!price) return null;
    const { amount, currency } = price;
    const terms = orderTerms(country, currency, context);
    const priceMinor = minorFromDecimal(amount, currency);
    if (terms === null || priceMinor === null) return null;
    return new Money(grossUnitPrice(priceMinor, terms), currency);
  }

  @FieldResolver(() => [DemandPoint], {
    nullable: true,
    description:
      'Expected demand a day from today on, computed each night. Null where there is less than eight weeks of history. Staff only.',
  })
  async demandForecast(
    @Root() { sku }: Product,
    @Arg('days', () => Int, {
      nullable: true,
      defaultValue: forecastDaysDefault,
      description: `Number of days, 1 to ${forecastDaysMax}.`,
    })
    given: number | null,
    @Ctx() { loaders }: OrdersContext,
  ): Promise<DemandPoint[] | null> {
    const days = given ?? forecastDaysDefault;
    if (days < 1 || days > forecastDaysMax) {
      throw badUserInput(`\`days\` takes 1 to ${forecastDaysMax}.`, 'days');
    }
    const forecast = await loaders.forecastBySku.load(sku);
    const today = Math.floor(Date.now() / msPerDay);
    const coming = forecast && comingDemand(forecast, today, days);
    if (coming === null) return null;
    return coming.map(({ day, ...units }) => ({ date: new Date(day * msPerDay), ...units }));
  }

  @FieldResolver(() => LeadTimeDemand, {
    nullable: true,
    description:
      'Expected demand until a reorder arrives, computed each night. Null where `demandForecast` is null. Staff only.',
  })
  async leadTimeDemand(
    @Root() { sku }: Product,
    @Ctx() { loaders }: OrdersContext,
  ): Promise<LeadTimeDemand | null> {
    const forecast = await loaders.forecastBySku.load(sku);
    return forecast && leadTimeDemand(forecast, Math.floor(Date.now() / msPerDay));
  }
}
