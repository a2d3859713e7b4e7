import { describe, expect, it } from 'vitest';
import { UsageError } from '../program/exit-codes';
import { checkRequired, columnMap, type Field, fieldReaders } from './columns';
import { countryCode, countryName } from './countries';
import { boughtLineOf, dateOf, headOf, offerOf, returnedLineOf } from './line';

const usual: Partial<Record<Field, string>> = {
  invoice: '536365',
  sku: '85123A',
  name: 'WHITE HOLDER',
  quantity: '6',
  date: '2010-12-01 08:26:00',
  price: '2.55',
  customer: '17850.0',
  country: 'United Kingdom',
};

const reader = (given: Partial<Record<Field, string>>) => (field: Field) =>
  ({ ...usual, ...given })[field] ?? '';

describe('an invoice line', () => {
  it('has date, customer (without the decimal of spreadsheets) and country of its invoice', () => {
    expect(headOf(reader({}))).toEqual({
      invoice: '536365',
      at: new Date('2010-12-01T08:26:00Z'),
      customer: '17850',
      country: 'GB',
    });
    expect(headOf(reader({ customer: '' }))).toMatchObject({ customer: null });
  });

  it.each([
    ['malformed_invoice', { invoice: '' }],
    ['malformed_date', { date: '2011-02-30' }],
    ['malformed_date', { date: '2011-02-30T10:00:00Z' }],
    ['malformed_date', { date: '2026-02-31T10:00:00+01:00' }],
    ['date_in_future', { date: '12/31/2999' }],
    ['malformed_customer', { customer: 'a b@c' }],
    ['card_number', { customer: '4111111111119' }],
  ])('is rejected as %s', (reason, given) => {
    expect(headOf(reader(given))).toBe(reason);
  });

  it.each([
    ['discount', { sku: 'D' }],
    ['manual_entry', { sku: 'm' }],
    ['fee', { sku: 'BANK CHARGES' }],
    ['sample', { sku: 'S' }],
    ['bad_debt', { sku: 'B' }],
    ['malformed_sku', { sku: 'a#b' }],
    ['malformed_quantity', { quantity: 'six' }],
    ['stock_adjustment', { quantity: '-6' }],
    ['no_price', { price: '0.0' }],
    ['no_price', { price: '' }],
    ['negative_price', { price: '-1.5' }],
    ['price_too_fine', { price: '0.001' }],
    ['malformed_price', { price: '1,500' }],
    ['card_number', { name: 'paid by 4111 1111 1111 1111' }],
  ])('is not a purchase because of %s', (reason, given) => {
    expect(boughtLineOf(reader(given), 'GBP')).toBe(reason);
  });

  it('may be named by an article number that looks like a card number', () => {
    const line = boughtLineOf(reader({ sku: '4111111111119', name: '' }), 'GBP');
    expect(line).toMatchObject({ name: '4111111111119' });
  });

  it('is a purchase at its price in minor units, with postage marked', () => {
    expect(boughtLineOf(reader({ price: '2.5500' }), 'GBP')).toMatchObject({
      priceMinor: 255n,
      quantity: 6,
      isPostage: false,
    });
    for (const price of ['1.234,50', '1,234.50', '1234,5']) {
      expect(boughtLineOf(reader({ price }), 'GBP')).toMatchObject({ priceMinor: 123450n });
    }
    expect(boughtLineOf(reader({ sku: 'POST' }), 'GBP')).toMatchObject({ isPostage: true });
    expect(boughtLineOf(reader({ name: '' }), 'GBP')).toMatchObject({ name: '85123A' });
  });

  it('is a return if its quantity is negative', () => {
    expect(returnedLineOf(reader({ quantity: '-6' }))).toMatchObject({ quantity: 6 });
    expect(returnedLineOf(reader({}))).toBe('malformed_quantity');
    expect(returnedLineOf(reader({ sku: 'POST', quantity: '-1' }))).toBe('postage');
  });

  it('offers a product, unless it is a return or has no price', () => {
    expect(offerOf(reader({}), 'GBP')).toMatchObject({ sku: '85123A', priceMinor: 255n });
    expect(offerOf(reader({ invoice: 'C1', quantity: '-6' }), 'GBP')).toBe('cancellation');
    expect(offerOf(reader({ name: '' }), 'GBP')).toBe('no_description');
    expect(offerOf(reader({ date: '2999-12-31' }), 'GBP')).toBe('date_in_future');
    expect(offerOf(reader({ quantity: '-6' }), 'GBP')).toBe('stock_adjustment');
    for (const quantity of ['', '-6', '2.5']) {
      const list = { invoice: '', quantity, date: '' };
      expect(offerOf(reader(list), 'GBP')).toMatchObject({ at: null });
    }
  });

  it.each([
    ['2010-12-01', '2010-12-01T00:00:00.000Z'],
    ['2010-12-01T08:26:01.5Z', '2010-12-01T08:26:01.500Z'],
    ['2010-12-01 8:26', '2010-12-01T08:26:00.000Z'],
    ['2010-12-01T00:30:00+01:00', '2010-11-30T23:30:00.000Z'],
    ['12/1/2010 8:26', '2010-12-01T08:26:00.000Z'],
  ])('has the date %s', (written, read) => {
    expect(dateOf(written)?.toISOString()).toBe(read);
  });
});

describe('a country', () => {
  it.each([
    ['Germany', 'DE'],
    ['EIRE', 'IE'],
    ['USA', 'US'],
    ['Channel Islands', 'JE'],
    ['de', 'DE'],
    ['Unspecified', 'ZZ'],
    ['', 'ZZ'],
  ])('%s is %s', (written, code) => {
    expect(countryCode(written)).toBe(code);
  });

  it('has an English name', () => {
    expect(countryName('GB')).toBe('United Kingdom');
    expect(countryName('ZZ')).toBe('country not known');
  });
});

describe('columns', () => {
  const row = (columns: string[], values: string[]) =>
    ({ file: 'a.csv', line: 2, changedAt: '', columns, values, isMalformed: false }) as const;

  it('are recognised by their usual headers, and by --map first', () => {
    const header = ['Stock Code', 'Description', 'Unit_Price', 'Alt'];
    const plain = fieldReaders(columnMap([]))(row(header, ['A', 'b', '1', 'x']));
    const read = (['sku', 'name', 'price', 'country'] as const).map((field) => plain?.(field));
    expect(read).toEqual(['A', 'b', '1', '']);
    const mapped = fieldReaders(columnMap(['Alt=name']))(row(header, ['A', 'b', '1', ' x ']));
    expect(mapped?.('name')).toBe('x');
  });

  it('have no number that may be a thousand where the comma is the decimal sign', () => {
    const cells = row(['sku', 'price', 'onHand'], ['1.000', '12.50', '-1.000']);
    const read = (mayHaveDecimalComma: boolean) => {
      const field = fieldReaders(columnMap([]))({ ...cells, mayHaveDecimalComma });
      return (['sku', 'price', 'onHand'] as const).map((name) => field?.(name));
    };
    expect(read(true)).toEqual(['1.000', '12.50', '?']);
    expect(read(false)).toEqual(['1.000', '12.50', '-1.000']);
  });

  it('that are missing stop the import, and the error lists those present', () => {
    expect(() => checkRequired([row(['Artikel'], ['A'])], columnMap([]), ['sku'])).toThrow(
      /a\.csv has no column for sku\. It has: Artikel/,
    );
    expect(() => columnMap(['Artikel=thing'])).toThrow(UsageError);
  });
});
