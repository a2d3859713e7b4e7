import { expect, test } from 'vitest';
import { disabledEndpointMail, disablingId } from './disabled-endpoint';
import { mailKindOf, orderMailId } from './order-mail';

test.each([
  ['order.confirmed', 'order_confirmed'],
  ['order.shipped', 'order_shipped'],
  ['order.cancelled', 'order_cancelled'],
  ['order.rest_cancelled', 'order_cancelled'],
  ['order.refunded', 'order_refunded'],
  ['order.placed', null],
  ['toString', null],
])('the event %s has the mail %s', (event, kind) => {
  expect(mailKindOf(event)).toBe(kind);
});

test('a mail has the same id in every attempt, and another for each event', () => {
  expect(orderMailId({ orderId: 'o1', version: 2 })).toBe('order.o1.2');
});

test('the mail about a disabled endpoint names its host alone, and the minute in UTC', () => {
  const disabled = {
    endpointId: 'e1',
    ownerId: 'u1',
    reason: 'It answered 500.',
    disabledAt: new Date('2026-11-29T13:24:59.999Z'),
  };
  expect(disabledEndpointMail(disabled, 'https://example.com:8443/hook?token=secret')).toEqual({
    host: 'example.com:8443',
    at: '2026-11-29 13:24 UTC',
    reason: 'It answered 500.',
    endpointId: 'e1',
  });
  expect(disablingId(disabled)).toBe(`webhook-disabled.e1.${disabled.disabledAt.getTime()}`);
});
