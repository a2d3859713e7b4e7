import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statementsOf } from '../../../platform/testing/statements';
import { uuidV7 } from '../../../platform/values/uuid';
import { keyOf } from '../testing/reading-room';
import { anonymous, openShop, person, type Shop } from '../testing/shop';

const priced = `query ($products: [_Any!]!, $country: CountryCode!) {
  _entities(representations: $products) {
    ... on Product { sku grossPrice(country: $country) { amount currency } } } }`;

const quote = `query ($currency: Currency!, $lines: [OrderLineInput!]!, $country: CountryCode!) {
  quote(currency: $currency, lines: $lines, country: $country) {
    __typename ... on Quote { total { amount currency } } } }`;

const free = { EUR: '0', JPY: '0', KWD: '0' };

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({
    pricing: {
      served: ['DE', 'CH', 'FI', 'US'],
      countries: {
        DE: { taxPercent: '19', shipping: free },
        CH: { taxPercent: '8.1', shipping: free },
        FI: { taxPercent: '25.5', shipping: { EUR: '0' } },
        default: { taxPercent: '0', shipping: free },
      },
    },
  });
});
afterAll(() => shop.close());

const product = (sku: string, amount: string, currency = 'EUR') => ({
  ...{ __typename: 'Product', sku, price: { amount, currency } },
});

async function grossPrices(products: object[], country: string, viewer = anonymous) {
  const { data, codes } = await shop.ask(viewer, priced, { products, country });
  expect(codes).toEqual([]);
  return data._entities.map((entity: { grossPrice: object | null }) => entity.grossPrice);
}

describe('the gross price of a product', () => {
  it.each([
    ['EUR', '19.99', 'DE', '23.79'],
    ['EUR', '19.99', 'de', '23.79'],
    ['EUR', '0.02', 'FI', '0.03'],
    ['JPY', '1250', 'CH', '1351'],
    ['KWD', '1.005', 'CH', '1.086'],
    ['EUR', '5.00', 'US', '5.00'],
  ])('of %s %s to %s is %s', async (currency, net, country, gross) => {
    expect(await grossPrices([product('A', net, currency)], country)).toEqual([
      { amount: gross, currency },
    ]);
  });

  it.each([
    ['to a country that is not served', 'EUR', 'FR'],
    ['in a currency without a price of shipping there', 'JPY', 'FI'],
  ])('is null %s', async (_what, currency, country) => {
    expect(await grossPrices([product('A', '1', currency)], country)).toEqual([null]);
  });

  it('is the same for everybody, and needs no scope', async () => {
    const viewers = [person(uuidV7()), person(uuidV7(), 'WAREHOUSE'), keyOf(uuidV7(), [])];
    for (const viewer of viewers) {
      expect(await grossPrices([product('A', '19.99')], 'DE', viewer)).toEqual([
        { amount: '23.79', currency: 'EUR' },
      ]);
    }
  });

  it('asks the database nothing, however many there are', async () => {
    const many = Array.from({ length: 20 }, (_, index) => product(`S-${index}`, `${index}.99`));
    const statements = await statementsOf(shop.pool, async () => {
      expect(await grossPrices(many, 'DE')).toHaveLength(20);
    });
    expect(statements).toEqual([]);
  });

  it('is what a quote of one unit costs where shipping is free', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.bigInt({ min: 0n, max: 100_000_000n }),
        fc.constantFrom('DE', 'CH', 'FI', 'US', 'FR'),
        async (priceMinor, country) => {
          shop.inventory.stock({ sku: 'ONE', priceMinor });
          const amount = `${priceMinor / 100n}.${String(priceMinor % 100n).padStart(2, '0')}`;
          const [gross] = await grossPrices([product('ONE', amount)], country);
          const lines = [{ sku: 'ONE', quantity: 1 }];
          const { data } = await shop.ask(anonymous, quote, { currency: 'EUR', country, lines });
          expect(gross).toEqual(data.quote.total ?? null);
        },
      ),
      { numRuns: 100 },
    );
  });
});
