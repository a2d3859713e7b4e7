import { z } from 'zod';
import { currencyDecimals, isCurrency, minorFromDecimal } from '../../platform/values/money';

const countryPattern = /^[A-Z]{2}$/;
const decimalPattern = /^\d{1,9}(\.\d{1,4})?$/;
const perMillionPerPercent = 10_000;

/** A decimal may be a number in YAML; it is converted to text, so that no cent is lost. */
const decimal = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => decimalPattern.test(text), 'expected a decimal such as "4.90"');

const shipping = z
  .record(z.string(), decimal)
  .superRefine((amounts, context) => {
    for (const [currency, amount] of Object.entries(amounts)) {
      if (currency === 'default') continue;
      if (!isCurrency(currency)) {
        context.addIssue({
          code: 'custom',
          path: [currency],
          message: 'expected an active ISO 4217 currency such as EUR, or default',
        });
      } else if (decimalPattern.test(amount) && minorFromDecimal(amount, currency) === null) {
        const decimals = currencyDecimals(currency);
        context.addIssue({
          code: 'custom',
          path: [currency],
          message: `expected at most ${decimals} decimals`,
        });
      }
    }
  })
  .describe('shipping per order by currency; `default` for all others');

const row = z.strictObject({
  taxPercent: decimal.describe('tax on goods and shipping, in percent'),
  shipping,
});

type Row = z.output<typeof row>;

const countries = z
  .record(z.string(), row)
  .superRefine((rows, context) => {
    for (const country of Object.keys(rows)) {
      if (country !== 'default' && !countryPattern.test(country)) {
        context.addIssue({
          code: 'custom',
          path: [country],
          message: 'expected a country such as DE, or default',
        });
      }
    }
  })
  .describe('tax and shipping by country; `default` for all others');

/** Percent of value added tax as of 2026, and shipping of a parcel from a warehouse in Germany. */
const defaultCountries: Record<string, Row> = {
  DE: { taxPercent: '19', shipping: { EUR: '4.90', default: '5.90' } },
  AT: { taxPercent: '20', shipping: { EUR: '7.90', default: '8.90' } },
  BE: { taxPercent: '21', shipping: { EUR: '7.90', default: '8.90' } },
  ES: { taxPercent: '21', shipping: { EUR: '8.90', default: '9.90' } },
  FR: { taxPercent: '20', shipping: { EUR: '7.90', default: '8.90' } },
  IT: { taxPercent: '22', shipping: { EUR: '8.90', default: '9.90' } },
  NL: { taxPercent: '21', shipping: { EUR: '7.90', default: '8.90' } },
  default: { taxPercent: '0', shipping: { EUR: '14.90', default: '16.90' } },
};

export const pricingSchema = z
  .strictObject({
    served: z
      .union([z.literal('all'), z.array(z.string().regex(countryPattern))])
      .default('all')
      .describe('countries with delivery: all, or a list'),
    countries: countries.default(defaultCountries),
  })
  .prefault({});

/** Tax and shipping of a country in a currency. */
export interface PricingTerms {
  /** Tax in millionths: 190000 is 19 percent. */
  readonly taxPerMillion: bigint;
  /** Shipping of one order, net, in minor units of the currency. */
  readonly shippingMinor: bigint;
}

interface PricingTable {
  readonly served: 'all' | readonly string[];
  readonly countries: {
    readonly [country: string]: {
      readonly taxPercent: string;
      readonly shipping: { readonly [currency: string]: string };
    };
  };
}

/** A default amount that the currency's decimals cannot express is rounded up to a minor unit. */
function shippingMinor(
  amounts: { readonly [currency: string]: string },
  currency: string,
): bigint | null {
  const amount = amounts[currency] ?? amounts.default;
  if (amount === undefined) return null;
  const exact = minorFromDecimal(amount, currency);
  if (exact !== null) return exact;
  const [whole = '0', fraction = ''] = amount.split('.');
  const decimals = currencyDecimals(currency);
  const isMore = /[1-9]/.test(fraction.slice(decimals));
  return BigInt(whole + fraction.slice(0, decimals)) + (isMore ? 1n : 0n);
}

/**
 * The terms for an order to a country in a currency.
 * @returns null if the country is not served, or has no shipping price in that currency.
 */
export function pricingTerms(
  pricing: PricingTable,
  country: string,
  currency: string,
): PricingTerms | null {
  if (pricing.served !== 'all' && !pricing.served.includes(country)) return null;
  const found = Object.hasOwn(pricing.countries, country)
    ? pricing.countries[country]
    : pricing.countries.default;
  if (found === undefined) return null;
  const shipping = shippingMinor(found.shipping, currency);
  if (shipping === null) return null;
  const [whole = '0', fraction = ''] = found.taxPercent.split('.');
  const perMillion = BigInt(whole) * BigInt(perMillionPerPercent) + BigInt(fraction.padEnd(4, '0'));
  return { taxPerMillion: perMillion, shippingMinor: shipping };
}
