import { describe, expect, test } from 'vitest';
import { keyProblems, lineProblems, skuKey } from './order-input';
import { refundAmount, refundProblems, requestedReturns } from './refund-order-input';
import { linesToShip, shippingProblems, unitsLeft } from './ship-order-input';
import { noteProblems } from './staff-input';

const limits = { linesMax: 3, quantityMax: 9 };
const idempotencyKey = 'key-12345678';
const badKey = {
  path: ['idempotencyKey'],
  message: 'Takes 8 to 255 characters, and no control characters.',
};
const line = (sku: string, quantity = 1) => ({ sku, quantity });
const atLine = (index: number, field: string, message: string) => ({
  path: ['lines', String(index), field],
  message,
});
const badSku = 'A SKU has 1 to 64 letters, digits, spaces and - _ . /';

describe('lines', () => {
  test.each([
    ['one', [line('A')]],
    ['as many as are allowed', [line('A'), line('B', 9), line('a b-c_d.e/f')]],
    ['the longest SKU', [line('x'.repeat(64))]],
  ])('take %s', (_what, lines) => {
    expect(lineProblems(lines, limits)).toEqual([]);
  });

  test.each([[[]], [['A', 'B', 'C', 'D'].map((sku) => line(sku))]])('are 1 to 3', (lines) => {
    expect(lineProblems(lines, limits)).toEqual([
      { path: ['lines'], message: 'Takes 1 to 3 lines.' },
    ]);
  });

  test('name each problem at its place, the SKU first', () => {
    expect(lineProblems([line('?', 0), line('x'.repeat(65)), line('A', 10)], limits)).toEqual([
      atLine(0, 'sku', badSku),
      atLine(1, 'sku', badSku),
      atLine(2, 'quantity', 'Takes 1 to 9.'),
    ]);
    expect(lineProblems([line('A\n'), line('\nA'), line('B', 0)], limits)).toEqual([
      atLine(0, 'sku', badSku),
      atLine(1, 'sku', badSku),
      atLine(2, 'quantity', 'Takes 1 to 9.'),
    ]);
  });

  test('have each SKU once, in any spelling', () => {
    expect(skuKey('a')).toBe(skuKey('A'));
    expect(lineProblems([line('a', 99), line('A')], limits)).toEqual([
      atLine(0, 'quantity', 'Takes 1 to 9.'),
      atLine(1, 'sku', 'An earlier line has this SKU already.'),
    ]);
  });
});

test('a key has 8 to 255 characters', () => {
  expect(keyProblems(idempotencyKey)).toEqual([]);
  expect(keyProblems('short')).toEqual([badKey]);
});

test('a note has 1 to 500 characters, also on several lines, and no card number', () => {
  expect(noteProblems('reason', `two\nlines${'x'.repeat(491)}`)).toEqual([]);
  const problem = (message: string) => [{ path: ['reason'], message }];
  expect(noteProblems('reason', 'x'.repeat(501))).toEqual(problem('Takes at most 500 characters.'));
  expect(noteProblems('reason', ' ')).toEqual(problem('Must not be empty.'));
  expect(noteProblems('reason', '4242424242424242')).toEqual(
    problem('Contains a card number. Leave it out: card numbers are not stored here.'),
  );
});

const badWarehouse = 'Takes 1 to 32 letters, digits, hyphens and underscores.';

describe('a shipment', () => {
  const shipping = (more: object = {}) =>
    shippingProblems(
      { idempotencyKey, carrier: 'Post', trackingCode: 'T1', trackingUrl: null, ...more },
      limits,
    );
  const url = (message: string) => [{ path: ['trackingUrl'], message }];

  test('takes what a carrier says', () => {
    expect(shipping()).toEqual([]);
    expect(shipping({ warehouse: null, lines: null, trackingUrl: '' })).toEqual(
      url('Begins with https:// or http://.'),
    );
    const full = {
      warehouse: 'x'.repeat(32),
      carrier: 'x'.repeat(100),
      trackingCode: '4242424242424242',
      trackingUrl: 'HTTPS://example.com/t',
      lines: [line('A')],
    };
    expect(shipping(full)).toEqual([]);
    expect(shipping({ trackingUrl: 'http://example.com/t' })).toEqual([]);
  });

  test.each(['', ' ', ' BER', 'Berlin Ost', 'Köln', 'x'.repeat(33)])(
    'leaves from no warehouse %j, which inventory cannot have',
    (warehouse) => {
      const problem = { path: ['warehouse'], message: badWarehouse };
      expect(shipping({ warehouse })).toEqual([problem]);
    },
  );

  test('names all of its problems', () => {
    const wrong = {
      idempotencyKey: '',
      warehouse: 'x'.repeat(33),
      carrier: '',
      trackingCode: 'x'.repeat(101),
      trackingUrl: 'ftp://example.com',
      lines: [],
    };
    expect(shipping(wrong).map(({ path }) => path.join('.'))).toEqual([
      'idempotencyKey',
      'warehouse',
      'carrier',
      'trackingCode',
      'trackingUrl',
      'lines',
    ]);
    expect(shipping({ carrier: 'x'.repeat(101) })).toHaveLength(1);
    expect(shipping({ trackingCode: '' })).toHaveLength(1);
  });

  test('has a URL of the web, without a user in it', () => {
    expect(shipping({ trackingUrl: 'ftp://a' })).toEqual(url('Begins with https:// or http://.'));
    expect(shipping({ trackingUrl: 'x-https://a' })).toEqual(
      url('Begins with https:// or http://.'),
    );
    expect(shipping({ trackingUrl: 'https://ada:pw@example.com' })).toEqual(
      url('Takes no user name and no password.'),
    );
    const long = `https://example.com/${'x'.repeat(1_981)}`;
    expect(shipping({ trackingUrl: long })).toEqual(url('Takes at most 2000 characters.'));
    expect(shipping({ trackingUrl: long.slice(0, 2_000) })).toEqual([]);
  });

  const ofOrder = [
    { sku: 'A-1', quantity: 5, shippedQuantity: 2, cancelledQuantity: 1 },
    { sku: 'B', quantity: 3, shippedQuantity: 2, cancelledQuantity: 1 },
  ];

  test('has the units that are neither shipped nor cancelled', () => {
    expect(ofOrder.map(unitsLeft)).toEqual([2, 0]);
    expect(linesToShip(ofOrder, null)).toEqual({ lines: [line('A-1', 2)], problems: [] });
  });

  test('has the requested lines in the spelling of the order, or says what is wrong', () => {
    expect(linesToShip(ofOrder, [line('a-1', 2)])).toEqual({
      lines: [line('A-1', 2)],
      problems: [],
    });
    expect(linesToShip(ofOrder, [line('A-1', 3), line('C'), line('B')])).toEqual({
      lines: [],
      problems: [
        atLine(0, 'quantity', '2 are left to ship.'),
        atLine(1, 'sku', 'It is not in this order.'),
        atLine(2, 'quantity', '0 are left to ship.'),
      ],
    });
  });
});

describe('a refund', () => {
  const refund = { idempotencyKey, reason: 'broken' };

  test('needs no lines', () => {
    for (const lines of [undefined, null, []]) {
      expect(refundProblems({ ...refund, lines }, limits)).toEqual([]);
    }
  });

  test('names its problems, those of a warehouse once its lines are right', () => {
    const warehouse = 'x'.repeat(33);
    const wrong = { idempotencyKey: '', reason: '', lines: [{ ...line('?'), warehouse }] };
    expect(refundProblems(wrong, limits)).toEqual([
      badKey,
      { path: ['reason'], message: 'Must not be empty.' },
      atLine(0, 'sku', badSku),
    ]);
    const lines = [line('A'), { ...line('B'), warehouse }];
    expect(refundProblems({ ...refund, lines }, limits)).toEqual([
      atLine(1, 'warehouse', badWarehouse),
    ]);
  });

  test.each([
    ['0.01', 'EUR', 1n, 1n],
    ['2', 'JPY', 1n, 2n],
    ['0', 'EUR', 1n, null],
    ['-1', 'EUR', 1n, null],
    ['0.001', 'EUR', 1n, null],
    ['1.23', 'KWD', 10n, 1_230n],
    ['1.234', 'KWD', 10n, null],
  ])('of %s %s in steps of %d is %s in minor units', (amount, currency, step, minor) => {
    expect(refundAmount(amount, currency, step)).toBe(minor);
  });

  test('puts nothing back on a shelf unless it says so', () => {
    expect(requestedReturns([line('A'), { ...line('B'), restock: true, warehouse: 'W' }])).toEqual([
      { ...line('A'), restock: false, warehouse: null },
      { ...line('B'), restock: true, warehouse: 'W' },
    ]);
  });
});
