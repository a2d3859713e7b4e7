import { describe, expect, test } from 'vitest';
import {
  importFaults,
  priceMinorFrom,
  priceMinorMax,
  productFaults,
  type WrittenProduct,
} from './product';

const card = '4242 4242 4242 4242';
const product = (more: Partial<WrittenProduct> = {}) => ({
  sku: 'A',
  name: 'Apple',
  description: 'Red.\nRound.',
  price: '1.50',
  currency: 'EUR',
  ...more,
});
const codesOf = (written: WrittenProduct) =>
  productFaults(written).map(({ code, field }) => [code, field]);
const messageOf = (written: WrittenProduct) => productFaults(written).map(({ message }) => message);

describe('a product', () => {
  test('without a fault can be stored, and so can one of which little is said', () => {
    expect(productFaults(product())).toEqual([]);
    expect(productFaults({ currency: 'EUR' })).toEqual([]);
    const nothing = { name: null, description: null, price: null, currency: 'none' };
    expect(productFaults(nothing)).toEqual([]);
    expect(productFaults(product({ description: '' }))).toEqual([]);
  });

  test('has all of its faults named', () => {
    const wrong = { sku: '?', name: '', description: '\0', price: '-1', currency: 'EUR' };
    expect(codesOf(wrong)).toEqual([
      ['INVALID_SKU', 'sku'],
      ['INVALID_NAME', 'name'],
      ['INVALID_DESCRIPTION', 'description'],
      ['INVALID_PRICE', 'price'],
    ]);
    expect(messageOf(wrong)).toEqual([
      'Takes 1 to 64 letters, digits, spaces and - _ . /',
      'Must not be empty.',
      'Contains control characters other than tabs and line breaks.',
      'Takes 0 to 100000000.00 EUR with at most 2 decimals.',
    ]);
    expect(messageOf(product({ price: '10000000.001', currency: 'KWD' }))).toEqual([
      'Takes 0 to 10000000.000 KWD with at most 3 decimals.',
    ]);
  });

  test('holds no card number, which has a code of its own', () => {
    expect(productFaults(product({ name: card, description: card }))).toEqual(
      ['name', 'description'].map((field) => ({
        code: 'CARD_NUMBER',
        field,
        message: 'Must not contain a card number.',
      })),
    );
  });

  test.each([
    ['name', 200],
    ['description', 5_000],
  ])('has a %s of %i characters at most', (field, charactersMax) => {
    expect(productFaults(product({ [field]: 'x'.repeat(charactersMax) }))).toEqual([]);
    const message = `Takes at most ${charactersMax} characters.`;
    expect(messageOf(product({ [field]: 'x'.repeat(charactersMax + 1) }))).toEqual([message]);
  });

  test('has a name of one line', () => {
    expect(codesOf(product({ name: 'two\nlines' }))).toEqual([['INVALID_NAME', 'name']]);
  });

  test('has a description of 6,000 bytes in JSON at most', () => {
    // Two quotes, and two bytes for each letter.
    expect(productFaults(product({ description: 'ä'.repeat(2_999) }))).toEqual([]);
    expect(productFaults(product({ description: 'ä'.repeat(3_000) }))).toEqual([
      {
        code: 'INVALID_DESCRIPTION',
        field: 'description',
        message: 'Takes at most 6000 bytes in JSON. Shorten it.',
      },
    ]);
  });

  test('has a currency that is in use', () => {
    expect(productFaults(product({ currency: 'XXX' }))).toEqual([
      {
        code: 'INVALID_CURRENCY',
        field: 'currency',
        message: 'Must be an active ISO 4217 currency code.',
      },
    ]);
  });
});

test.each([
  ['0', 'EUR', 0n],
  ['100000000.00', 'EUR', priceMinorMax],
  ['100000000.01', 'EUR', null],
  ['-0.01', 'EUR', null],
  ['1.505', 'EUR', null],
  ['1.505', 'KWD', 1_505n],
  ['2', 'JPY', 2n],
  ['much', 'EUR', null],
])('a price of %s %s is %s in minor units', (price, currency, minor) => {
  expect(priceMinorFrom(price, currency)).toBe(minor);
});

describe('an import', () => {
  const duplicate = {
    code: 'DUPLICATE_SKU',
    field: 'sku',
    message: 'An earlier row of this call has the same SKU.',
  };
  const codes = (rows: Parameters<typeof importFaults>[0]) =>
    [...importFaults(rows)].map(([index, { code }]) => [index, code]);

  test('names the first fault of each faulty row', () => {
    const rows = [product(), product({ sku: 'B', name: '', price: '-1' }), product({ sku: 'C' })];
    expect(codes(rows)).toEqual([[1, 'INVALID_NAME']]);
  });

  test('refuses a SKU of an earlier row, also of a faulty one, whatever else is wrong', () => {
    const rows = [product({ name: '' }), product({ sku: 'a' }), product({ sku: 'A', name: '' })];
    expect(importFaults(rows).get(1)).toEqual(duplicate);
    expect(codes(rows)).toEqual([
      [0, 'INVALID_NAME'],
      [1, 'DUPLICATE_SKU'],
      [2, 'DUPLICATE_SKU'],
    ]);
  });

  test('does not compare what is no SKU', () => {
    expect(codes([product({ sku: '?' }), product({ sku: '?' })])).toEqual([
      [0, 'INVALID_SKU'],
      [1, 'INVALID_SKU'],
    ]);
  });
});
