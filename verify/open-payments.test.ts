import { expect, test } from 'vitest';
import type { PaymentMovement } from '../payments/movement';
import { findOpenPayments } from './open-payments';

const orderOf = (last: number): string => `019a0000-0000-7000-8000-00000000000${last}`;
const [first, second, third] = [orderOf(1), orderOf(2), orderOf(3)];

const moved = (
  key: string,
  kind: PaymentMovement['kind'] = 'authorization',
  amountMinor = 1_000n,
): PaymentMovement => ({
  idempotencyKey: key,
  kind,
  amountMinor,
  currency: 'EUR',
  reference: `of ${key}`,
});
const paid = (orderId: string) => moved(`order-${orderId}-authorize`);

/** What is open if the provider has made these movements, and these orders exist. */
function found(
  movements: readonly PaymentMovement[],
  existing: readonly string[] = [],
  placedBefore: Date | null = null,
) {
  const sources = {
    async *movements() {
      yield* movements;
    },
    unknownOrders: async (ids: readonly string[]) => ids.filter((id) => !existing.includes(id)),
  };
  return findOpenPayments(sources, placedBefore, AbortSignal.timeout(50_000));
}

test('a payment without an order is open until its money is given back', async () => {
  const key = `order-${first}-authorize`;
  const movements = [moved(`order-${first}-capture-1`, 'capture', 300n), paid(first), paid(second)];
  expect(await found(movements, [second])).toEqual({
    payments: [
      {
        orderId: first,
        key,
        reference: `of ${key}`,
        currency: 'EUR',
        heldMinor: 700n,
        capturedMinor: 300n,
        refundedMinor: 0n,
      },
    ],
    unclear: [],
    recent: 0,
  });
  const back = [moved(`order-${first}-a`, 'void', 700n), moved(`order-${first}-b`, 'refund', 300n)];
  expect((await found([...movements, ...back], [second])).payments).toEqual([]);
});

test('what is not one payment of this shop is left to a person', async () => {
  const { payments, unclear } = await found([
    paid(first),
    moved(`order-${first}-authorize-2`),
    moved(`order-${second}-capture-1`, 'capture'),
    moved('by hand'),
    { ...paid(third), amountMinor: 500n },
    { ...moved(`order-${third}-capture-1`, 'capture', 400n), currency: 'USD' },
  ]);
  expect(payments).toEqual([]);
  expect([...unclear].sort()).toEqual(['!by hand', first, second, third].sort());
});

test('a payment of an order that is being placed is left for later', async () => {
  const placedBefore = new Date(0x019a00000000 - 1);
  const { payments, recent } = await found([paid(first)], [], placedBefore);
  expect([payments, recent]).toEqual([[], 1]);
});

test('more orders than fit into one look-up are all found', async () => {
  const ids = Array.from(
    { length: 1_001 },
    (_, index) => `019a0000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
  );
  const { payments } = await found(ids.map(paid), ids.slice(0, 2));
  expect(payments.map(({ orderId }) => orderId)).toEqual(ids.slice(2));
});
