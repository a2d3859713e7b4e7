import { expect, test } from 'vitest';
import { placingProblems } from './place-order-input';

const origins = ['https://shop.example'];
const address = {
  recipient: 'Ada',
  line1: 'Street 1',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};
const placing = (more: object = {}) =>
  placingProblems(
    {
      idempotencyKey: 'key-12345678',
      shippingAddress: address,
      payment: { token: 'tok_ok', returnUrl: null },
      ...more,
    } as Parameters<typeof placingProblems>[0],
    origins,
  );
const returning = (returnUrl: string) => placing({ payment: { token: 'tok_ok', returnUrl } });
const url = (message: string) => [{ path: ['payment', 'returnUrl'], message }];

test('an order needs a key, an address and a payment', () => {
  expect(placing()).toEqual([]);
  expect(placing({ note: null })).toEqual([]);
  expect(placing({ note: `two\nlines${'x'.repeat(1_991)}` })).toEqual([]);
  const wrong = {
    idempotencyKey: '',
    shippingAddress: { ...address, city: '' },
    payment: { token: '', returnUrl: 'ftp://a' },
    note: 'x'.repeat(2_001),
  };
  expect(placing(wrong).map(({ path }) => path.join('.'))).toEqual([
    'idempotencyKey',
    'shippingAddress.city',
    'payment.token',
    'payment.returnUrl',
    'note',
  ]);
});

test('a token has 255 characters at most', () => {
  const paying = (token: string) => placing({ payment: { token, returnUrl: null } });
  expect(paying('x'.repeat(255))).toEqual([]);
  expect(paying('x'.repeat(256))).toHaveLength(1);
});

test('a bank returns the buyer to a listed origin', () => {
  expect(returning('https://shop.example/paid')).toEqual([]);
  expect(returning('https://other.example/paid')).toEqual(
    url('Has an origin that payments.returnOrigins does not list.'),
  );
  expect(returning('http://shop.example/paid')).toEqual(
    url(
      'Takes https (http for localhost) or the scheme of an app, without user name and password.',
    ),
  );
  expect(returning(' ')).toEqual(url('Must not be empty.'));
  const long = `https://shop.example/${'x'.repeat(2_027)}`;
  expect(returning(long)).toEqual([]);
  expect(returning(`${long}x`)).toEqual(url('Takes at most 2048 characters.'));
});
