import { expect, test } from 'vitest';
import type { ReservationFacts } from './facts';
import { lostReservations } from './lost-reservations';

const units = [{ sku: 'Tea', quantity: 2 }];

const reservation = (
  orderId: string,
  state: ReservationFacts['state'],
  held: ReservationFacts['held'],
): ReservationFacts => ({ orderId, state, held, ageSeconds: 7_200 });

const stored = [
  reservation('held', 'HELD', units),
  reservation('confirmed', 'CONFIRMED', []),
  reservation('released', 'RELEASED', []),
  reservation('released, with units', 'RELEASED', units),
  reservation('known', 'CONFIRMED', units),
];

test('stock of lost orders is found, also what a released reservation still holds', async () => {
  const found: string[] = [];
  const pages = lostReservations(
    {
      async *reservedOrders() {
        yield stored.map(({ orderId }) => orderId);
      },
      unknownOrders: async (ids) => ids.filter((id) => id !== 'known'),
      reservationsById: async (ids) => stored.filter(({ orderId }) => ids.includes(orderId)),
    },
    60,
  );
  for await (const page of pages) found.push(...page.map(({ orderId }) => orderId));
  expect(found).toEqual(['held', 'confirmed', 'released, with units']);
});
