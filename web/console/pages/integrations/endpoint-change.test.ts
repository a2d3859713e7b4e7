import { expect, it } from 'vitest';
import { changeOf } from './endpoint-change';

const endpoint = { url: 'https://a.example/', events: ['order.placed', 'order.shipped'] };

it('an endpoint keeps what its editor did not change', () => {
  const url = 'https://b.example/';
  const events = ['order.placed'];
  expect(changeOf(endpoint, { ...endpoint, url })).toEqual({ url });
  expect(changeOf(endpoint, { ...endpoint, events })).toEqual({ events });
  expect(changeOf(endpoint, { url, events: [] })).toEqual({ url, events: [] });
});

it('an event that was left out and chosen again is no change', () => {
  const events = endpoint.events.toReversed();
  expect(changeOf(endpoint, { ...endpoint, events })).toEqual({});
});
