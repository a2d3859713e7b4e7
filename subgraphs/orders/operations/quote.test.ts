import { expect, it } from 'vitest';
import { anonymous, shopWith } from '../testing/shop';

const quote = `query ($currency: Currency!, $lines: [OrderLineInput!]!, $country: CountryCode!) {
  quote(currency: $currency, lines: $lines, country: $country) {
    __typename
    ... on UserError { code }
    ... on Quote {
      lines { sku quantity unitPrice { amount currency } total { amount } available }
      subtotal { amount } shipping { amount } tax { amount } total { amount currency }
    }
    ... on UnknownProductError { skus }
    ... on ValidationError { fields { path message } }
  }
}`;

const shop = shopWith(
  { sku: 'A-1', onHand: 7, priceMinor: 1_999n },
  { sku: 'YEN-1', currency: 'JPY', priceMinor: 1_250n },
  { sku: 'GOLD', priceMinor: 99_999_999_999n },
);

async function ask(given: object = {}) {
  const variables = {
    currency: 'EUR',
    country: 'DE',
    lines: [{ sku: 'a-1', quantity: 2 }],
    ...given,
  };
  const { data, codes } = await shop.ask(anonymous, quote, variables);
  expect(codes).toEqual([]);
  return data.quote;
}

it('tells anybody what an order would cost, without reserving anything', async () => {
  expect(await ask()).toEqual({
    __typename: 'Quote',
    lines: [
      {
        sku: 'A-1',
        quantity: 2,
        unitPrice: { amount: '19.99', currency: 'EUR' },
        total: { amount: '39.98' },
        available: 7,
      },
    ],
    subtotal: { amount: '39.98' },
    shipping: { amount: '4.90' },
    tax: { amount: '8.53' },
    total: { amount: '53.41', currency: 'EUR' },
  });
  expect(shop.inventory.available('A-1')).toBe(7);
});

it('knows currencies without decimals', async () => {
  const lines = [{ sku: 'YEN-1', quantity: 1 }];
  const { total } = await ask({ currency: 'JPY', country: 'JP', lines });
  expect(total).toEqual({ amount: '1267', currency: 'JPY' });
});

it('refuses what cannot be ordered', async () => {
  const line = { sku: 'A-1', quantity: 1 };
  expect(await ask({ lines: [line, { sku: 'NO-1', quantity: 1 }] })).toMatchObject({
    code: 'UNKNOWN_PRODUCT',
    skus: ['NO-1'],
  });
  for (const lines of [[], [line, line], [{ sku: 'A*1', quantity: 1 }], Array(1_001).fill(line)]) {
    expect((await ask({ lines })).code).toBe('VALIDATION');
  }
  expect((await ask({ currency: 'USD' })).fields[0].path).toEqual(['lines', '0', 'sku']);
  const beyond = await ask({ lines: [{ sku: 'GOLD', quantity: 99_999 }] });
  expect(beyond.fields[0].path).toEqual(['lines']);
});
