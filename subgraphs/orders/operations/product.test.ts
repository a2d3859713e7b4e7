import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { statementsOf } from '../../../platform/testing/statements';
import { uuidV7 } from '../../../platform/values/uuid';
import { keyOf } from '../testing/reading-room';
import { anonymous, person, shopForFile } from '../testing/shop';

const priced = `query ($products: [_Any!]!, $country: CountryCode!) {
  _entities(representations: $products) {
    ... on Product { sku grossPrice(country: $country) { amount currency } } } }`;

const quote = `query ($currency: Currency!, $lines: [OrderLineInput!]!, $country: CountryCode!) {
  quote(currency: $currency, lines: $lines, country: $country) {
    __typename ... on Quote { total { amount currency } } } }`;

const free = { EUR: '0', JPY: '0', KWD: '0' };

const shop = shopForFile({
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

const product = (sku: string, amount: string, currency = 'EUR') => ({
  __typename: 'Product',
  sku,
  price: { amount, currency },
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

const forecast = `query ($products: [_Any!]!, $days: Int) {
  _entities(representations: $products) {
    ... on Product { sku demandForecast(days: $days) { date expected low high } } } }`;

const leadTime = `query ($products: [_Any!]!) { _entities(representations: $products) {
  ... on Product { sku leadTimeDemand { days expected high } } } }`;

describe('the demand forecast of a product', () => {
  const support = person(uuidV7(), 'SUPPORT');
  const today = (): number => Math.floor(Date.now() / 86_400_000);
  const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
  const stub = (sku: string) => ({ __typename: 'Product', sku });

  /** Monday is expected to have 1 unit, Tuesday 2 and so on; up to twice as many, or none. */
  async function stored(sku: string, ageDays: number) {
    const expected = [1, 2, 3, 4, 5, 6, 7];
    await shop.pool.query(
      `INSERT INTO demand_forecasts VALUES ($1, (now() AT TIME ZONE 'UTC')::date - $2::int, $3, $4, $5)`,
      [sku, ageDays, expected, Array(7).fill(0), expected.map((units) => 2 * units)],
    );
  }
  beforeAll(async () => {
    await stored('Fresh-1', 0);
    await stored('WEEK-OLD', 7);
    await stored('OLDER', 8);
  });

  async function ask(skus: string[], variables: object = {}, viewer = support) {
    const products = skus.map(stub);
    const { data, codes } = await shop.ask(viewer, forecast, { products, ...variables });
    if (codes.length > 0) return codes;
    return data._entities.map((entity: { demandForecast: object | null }) => entity.demandForecast);
  }

  it('has a point for each of the 14 coming days, from today on', async () => {
    const [points] = await ask(['Fresh-1']);
    expect(points).toEqual(
      Array.from({ length: 14 }, (_, ahead) => {
        const date = dateOf(today() + ahead);
        const expected = new Date(date).getUTCDay() || 7;
        return { date, expected, low: 0, high: 2 * expected };
      }),
    );
  });

  it.each([1, 14, 28])('has as many days as requested, %i', async (days) => {
    expect((await ask(['Fresh-1'], { days }))[0]).toHaveLength(days);
  });

  it('has 14 days where null is requested', async () => {
    expect((await ask(['Fresh-1'], { days: null }))[0]).toHaveLength(14);
  });

  it.each([0, -1, 29])('refuses %i days', async (days) => {
    expect(await ask(['Fresh-1'], { days })).toEqual(['BAD_USER_INPUT']);
  });

  it('is null without one, or where the latest is older than a week', async () => {
    const [none, weekOld, older] = await ask(['NEVER-SOLD', 'WEEK-OLD', 'OLDER']);
    expect([none, older]).toEqual([null, null]);
    expect(weekOld[0].date).toBe(dateOf(today()));
  });

  it('finds the SKU whatever its case, with one statement for many', async () => {
    const skus = ['FRESH-1', 'fresh-1', ...Array.from({ length: 20 }, (_, index) => `S-${index}`)];
    const statements = await statementsOf(shop.pool, async () => {
      const points = await ask(skus);
      expect(points.filter(Boolean)).toHaveLength(2);
    });
    expect(statements).toHaveLength(1);
  });

  it('comes with the demand until a reorder arrives, unless it is old or was made without', async () => {
    await stored('LEAD-1', 7);
    await stored('LEAD-2', 8);
    await shop.pool.query(`UPDATE demand_forecasts
      SET lead_time_days = 14, lead_time_expected = 56.5, lead_time_high = 80
      WHERE sku LIKE 'LEAD%'`);
    const products = ['lead-1', 'LEAD-2', 'Fresh-1', 'NEVER-SOLD'].map(stub);
    const { data } = await shop.ask(support, leadTime, { products });
    const found = data._entities.map(
      (one: { leadTimeDemand: object | null }) => one.leadTimeDemand,
    );
    expect(found).toEqual([{ days: 14, expected: 56.5, high: 80 }, null, null, null]);
    const { codes } = await shop.ask(person(uuidV7()), leadTime, { products });
    expect(new Set(codes)).toEqual(new Set(['FORBIDDEN']));
  });
});
