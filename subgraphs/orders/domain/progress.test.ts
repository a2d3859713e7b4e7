import { describe, expect, test } from 'vitest';
import type { EffectState, JournalEffect } from './effect';
import {
  isAnswerable,
  isShipped,
  isShipping,
  isStockReleasing,
  isTried,
  ownMs,
  plannedCapturesMinor,
  refundableMinor,
} from './progress';

const effect = (
  kind: JournalEffect['kind'],
  state: EffectState,
  more: { seq?: number; attempts?: number; amountMinor?: bigint } = {},
) => {
  const { seq = 1, attempts = 0, amountMinor } = more;
  const input = amountMinor === undefined ? null : { amountMinor };
  return { kind, seq, state, attempts, due: true, outcome: null, input } as JournalEffect;
};
const having = (...effects: JournalEffect[]) => ({ effects });

test('stock is being released while that effect is pending', () => {
  expect(isStockReleasing(having(effect('RELEASE', 'PENDING')))).toBe(true);
  expect(isStockReleasing(having(effect('RELEASE', 'DONE'), effect('VOID', 'PENDING')))).toBe(
    false,
  );
});

describe('placing can answer', () => {
  const order = (status: 'PENDING' | 'CONFIRMED' | 'REJECTED', paymentStatus: string) => ({
    status,
    paymentStatus,
    effects: [] as JournalEffect[],
  });

  test('once the order is decided and its stock is released, or the buyer has to act', () => {
    expect(isAnswerable(order('PENDING', 'PENDING'))).toBe(false);
    expect(isAnswerable(order('PENDING', 'ACTION_REQUIRED'))).toBe(true);
    expect(isAnswerable(order('CONFIRMED', 'AUTHORIZED'))).toBe(true);
    const rejected = order('REJECTED', 'DECLINED');
    expect(isAnswerable(rejected)).toBe(true);
    for (const paymentStatus of ['DECLINED', 'ACTION_REQUIRED']) {
      const ended = {
        ...order('REJECTED', paymentStatus),
        effects: [effect('RELEASE', 'PENDING')],
      };
      expect(isAnswerable(ended)).toBe(false);
    }
  });
});

test('own time leaves out the wait for the buyer, and is never negative', () => {
  const [placedAt, awaitedAt, answeredAt] = [1_000, 1_500, 4_500].map((ms) => new Date(ms));
  const times = { placedAt, awaitedAt, answeredAt } as Record<string, Date>;
  const timed = (more: object = {}) => ({
    placedAt: times.placedAt as Date,
    awaitedAt: times.awaitedAt ?? null,
    answeredAt: times.answeredAt ?? null,
    ...more,
  });
  expect(ownMs(timed(), 5_000)).toBe(1_000);
  expect(ownMs(timed({ answeredAt: null }), 5_000)).toBe(4_000);
  expect(ownMs(timed({ awaitedAt: null }), 5_000)).toBe(4_000);
  expect(ownMs(timed(), 1_000)).toBe(0);
});

describe('a shipment', () => {
  test('is in progress while it is pending', () => {
    expect(isShipping(having(effect('SHIP', 'PENDING')))).toBe(true);
    expect(isShipping(having(effect('SHIP', 'DONE'), effect('CAPTURE', 'PENDING')))).toBe(false);
  });

  test('is answered once it is stored and its capture was tried', () => {
    const ship = effect('SHIP', 'DONE', { attempts: 1 });
    const capture = (state: EffectState, attempts: number) =>
      effect('CAPTURE', state, { attempts });
    expect(isShipped(1)(having(ship, capture('PENDING', 0)))).toBe(false);
    expect(isShipped(1)(having(ship, capture('PENDING', 1)))).toBe(true);
    expect(isShipped(1)(having(ship, capture('DONE', 0)))).toBe(true);
    expect(isShipped(1)(having(effect('SHIP', 'PENDING', { attempts: 3 })))).toBe(false);
  });

  test('does not wait for another one, nor for other effects', () => {
    const others = [
      effect('SHIP', 'PENDING', { seq: 2 }),
      effect('CAPTURE', 'PENDING', { seq: 2 }),
      effect('REFUND', 'PENDING', { amountMinor: 1n }),
    ];
    expect(isShipped(1)(having(effect('SHIP', 'DONE'), ...others))).toBe(true);
  });
});

test('an effect was tried if it is absent, done, or attempted again', () => {
  const tried = isTried({ kind: 'VOID', seq: 1 }, 2);
  expect(tried(having())).toBe(true);
  expect(tried(having(effect('VOID', 'DONE')))).toBe(true);
  expect(tried(having(effect('VOID', 'PENDING', { attempts: 2 })))).toBe(false);
  expect(tried(having(effect('VOID', 'PENDING', { attempts: 3 })))).toBe(true);
  expect(tried(having(effect('VOID', 'PENDING', { seq: 2 })))).toBe(true);
  expect(isTried({ kind: 'VOID', seq: 1 })(having(effect('VOID', 'PENDING')))).toBe(false);
  const once = effect('VOID', 'PENDING', { attempts: 1 });
  expect(isTried({ kind: 'VOID', seq: 1 })(having(once))).toBe(true);
});

test('captures are planned whether they are done or not, and refunds only while pending', () => {
  const effects = [
    effect('CAPTURE', 'DONE', { amountMinor: 30n }),
    effect('CAPTURE', 'PENDING', { amountMinor: 20n, seq: 2 }),
    effect('REFUND', 'PENDING', { amountMinor: 7n }),
    effect('REFUND', 'DONE', { amountMinor: 5n, seq: 2 }),
  ];
  expect(plannedCapturesMinor({ effects })).toBe(50n);
  expect(refundableMinor({ effects, capturedMinor: 30n, refundedMinor: 5n })).toBe(18n);
});
