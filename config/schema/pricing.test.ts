import { expect, test } from 'vitest';
import { parseConfiguration } from '.';
import { pricingTerms } from './pricing';

function pricing(raw: unknown) {
  return parseConfiguration({ pricing: raw }).pricing;
}

test('uses tax and shipping of the country', () => {
  expect(pricingTerms(pricing({}), 'DE', 'EUR')).toEqual({
    taxPerMillion: 190_000n,
    shippingMinor: 490n,
  });
});

test('uses the default row for a country without its own', () => {
  expect(pricingTerms(pricing({}), 'JP', 'EUR')).toEqual({
    taxPerMillion: 0n,
    shippingMinor: 1490n,
  });
});

test('keeps every decimal of a tax', () => {
  const table = pricing({ countries: { US: { taxPercent: 8.875, shipping: { USD: '5' } } } });
  expect(pricingTerms(table, 'US', 'USD')).toEqual({
    taxPerMillion: 88_750n,
    shippingMinor: 500n,
  });
});

test('rounds default shipping up if the currency has fewer decimals', () => {
  const table = pricing({ countries: { JP: { taxPercent: 10, shipping: { default: '490.50' } } } });
  expect(pricingTerms(table, 'JP', 'JPY')?.shippingMinor).toBe(491n);
  expect(pricingTerms(table, 'JP', 'EUR')?.shippingMinor).toBe(49_050n);
});

test('takes zeros behind the decimals of the currency for what they are', () => {
  const shippingOf = (amount: string, currency: string) => {
    const table = pricing({ countries: { DE: { taxPercent: 19, shipping: { default: amount } } } });
    return pricingTerms(table, 'DE', currency)?.shippingMinor;
  };
  expect(shippingOf('500.00', 'JPY')).toBe(500n);
  expect(shippingOf('0.00', 'JPY')).toBe(0n);
  expect(shippingOf('4.900', 'EUR')).toBe(490n);
  expect(shippingOf('4.901', 'EUR')).toBe(491n);
});

test('has no terms for a country that is not served or a currency without a price', () => {
  const row = { taxPercent: '19', shipping: { EUR: '4.90' } };
  expect(pricingTerms(pricing({ served: ['DE'] }), 'FR', 'EUR')).toBeNull();
  expect(pricingTerms(pricing({ countries: { DE: row } }), 'FR', 'EUR')).toBeNull();
  expect(pricingTerms(pricing({ countries: { DE: row } }), 'DE', 'USD')).toBeNull();
  expect(pricingTerms(pricing({}), 'constructor', 'EUR')?.shippingMinor).toBe(1490n);
});

test('rejects invalid rows', () => {
  const parsing = () =>
    pricing({
      served: 'some',
      countries: {
        Germany: { taxPercent: 19, shipping: { EUR: 5 } },
        DE: { taxPercent: '-1', shipping: { EUR: '4.905', euro: '5' } },
      },
    });
  for (const path of [
    'served',
    'countries.Germany',
    'countries.DE.taxPercent',
    'countries.DE.shipping.EUR',
    'countries.DE.shipping.euro',
  ]) {
    expect(parsing).toThrow(`pricing.${path}: `);
  }
});

test('rejects a price in what is no currency, so that a mistyped one does not cost the default', () => {
  const shipping = (currency: string) => () =>
    pricing({ countries: { DE: { taxPercent: '19', shipping: { [currency]: '4.90' } } } });
  expect(shipping('EUE')).toThrow('such as EUR');
  expect(shipping('eur')).toThrow('such as EUR');
  expect(shipping('GBP')).not.toThrow();
});
