import { describe, expect, it } from 'vitest';
import { mailedLinesMax } from '../../domain/order-mail';
import { moneyText, type OrderMailFacts, renderOrderMail } from './order-mail-data';

function factsOf(count: number): OrderMailFacts {
  const order = {
    id: 'one',
    number: 'N-1',
    currency: 'EUR',
    subtotalMinor: 100n,
    shippingMinor: 0n,
    taxMinor: 0n,
    totalMinor: 100n,
    shippingAddress: {
      recipient: 'Ada',
      line1: 'S 1',
      line2: null,
      city: 'B',
      postalCode: '1',
      country: 'DE',
    },
  };
  const lines = Array.from({ length: count }, (_, position) => ({
    name: `Thing no. ${position}`,
    sku: `S-${position}`,
    quantity: 1,
    unitPriceMinor: 1n,
  }));
  const event = { order, type: 'order.confirmed', at: new Date(), status: 'CONFIRMED' };
  return {
    event,
    lines,
    parcels: [],
    orderPage: 'https://shop.test/o?a=b',
  } as unknown as OrderMailFacts;
}

describe('an amount', () => {
  it.each([
    [123_450n, 'EUR', 'EN', '€1,234.50'],
    [123_450n, 'EUR', 'DE', '1.234,50 €'],
    [1_250n, 'JPY', 'EN', '¥1,250'],
    [5n, 'CHF', 'DE', '0,05 CHF'],
    [9_007_199_254_740_993n, 'EUR', 'EN', '€90,071,992,547,409.93'],
  ] as const)('%s %s in %s is %s', (minor, currency, language, text) => {
    expect(moneyText(minor, currency, language).replace(/\s/g, ' ')).toBe(text);
  });
});

describe('the address in a mail', () => {
  it.each([
    ['EN', 'Germany'],
    ['DE', 'Deutschland'],
  ] as const)('ends with the country as people write it in %s', (language, country) => {
    const { text } = renderOrderMail('order_confirmed', factsOf(1), language);
    expect(text).toMatch(new RegExp(`1 B\\n${country}\\n`));
  });
});

describe('a mail about a large order', () => {
  it('has the first lines, and says how many more there are', () => {
    const { text, html } = renderOrderMail('order_confirmed', factsOf(1_000), 'EN');
    expect(text).toContain(`Thing no. ${mailedLinesMax - 1}`);
    expect(text).not.toContain(`Thing no. ${mailedLinesMax}`);
    expect(text).toContain(`Further lines: ${1_000 - mailedLinesMax}`);
    expect(html.length).toBeLessThan(50_000);
  });

  it('leads to the page of the order', () => {
    const { text } = renderOrderMail('order_confirmed', factsOf(1), 'EN');
    expect(text).toContain('See your order:\nhttps://shop.test/o?a=b&orderId=one');
  });

  it('leaves out nothing of a smaller one', () => {
    const { text } = renderOrderMail('order_confirmed', factsOf(mailedLinesMax), 'EN');
    expect(text).not.toContain('Further lines');
  });
});
