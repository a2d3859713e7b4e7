import { describe, expect, test } from 'vitest';
import type { LedgerEntry, OpenEffect, OrderFacts, OrderSnapshot, OrderStatus } from './facts';
import { findingsOf } from './findings';

const orderId = '019a0000-0000-7000-8000-000000000001';
const total = 2_500n;

const kept = { returned: 0, givenBack: 0 };

const entry = (kind: LedgerEntry['kind'], amountMinor = total): LedgerEntry => ({
  orderId,
  kind,
  amountMinor,
  currency: 'EUR',
});

const open = (kind: string, more: Partial<OpenEffect> = {}): OpenEffect => ({
  kind,
  seq: 1,
  overdueSeconds: 0,
  amountMinor: null,
  lines: null,
  ...more,
});

function order(status: OrderStatus, changes: Partial<OrderFacts> = {}): OrderFacts {
  return {
    id: orderId,
    status,
    epoch: 3,
    version: 2,
    currency: 'EUR',
    subtotalMinor: '2000',
    goodsMinor: '2000',
    shippingMinor: '0',
    taxMinor: '500',
    totalMinor: '2500',
    capturedMinor: '0',
    refundedMinor: '0',
    isImported: false,
    isDeclined: false,
    isRefused: false,
    isSeen: false,
    journal: {
      capturedMinor: changes.capturedMinor ?? '0',
      refundedMinor: changes.refundedMinor ?? '0',
    },
    lostRefunds: 0,
    lostCaptures: 0,
    untoldSeconds: 0,
    undelivered: 0,
    units: [{ sku: 'Tea', quantity: 4, shipped: 0, cancelled: 0, packed: 0, ...kept }],
    openEffects: [],
    timeline: { events: 2, firstSeq: 1, lastSeq: 2, lastStatus: status, brokenAt: null },
    ...changes,
  };
}

type Reservation = ['HELD' | 'CONFIRMED' | 'RELEASED', number, ageSeconds?: number] | null;

function snapshot(facts: OrderFacts, reserved: Reservation, ledger: LedgerEntry[]): OrderSnapshot {
  const held = reserved && reserved[1] > 0 ? [{ sku: 'TEA', quantity: reserved[1] }] : [];
  const [state = 'HELD', , ageSeconds = 60] = reserved ?? [];
  const reservation = reserved && { orderId, state, ageSeconds, held };
  return { orderId, order: facts, reservation, ledger };
}

const partly = {
  units: [{ sku: 'Tea', quantity: 4, shipped: 1, cancelled: 0, packed: 1, ...kept }],
};
const whole = {
  units: [{ sku: 'Tea', quantity: 4, shipped: 4, cancelled: 0, packed: 4, ...kept }],
};
const restGone = {
  units: [{ sku: 'Tea', quantity: 4, shipped: 1, cancelled: 3, packed: 1, ...kept }],
};
const free = { subtotalMinor: '0', goodsMinor: '0', taxMinor: '0', totalMinor: '0' };
const held = entry('authorization');

/** Consistent orders, at rest and in progress. */
const right: [string, OrderSnapshot][] = [
  ['is confirmed', snapshot(order('CONFIRMED'), ['CONFIRMED', 4], [held])],
  ['is in review', snapshot(order('IN_REVIEW'), ['CONFIRMED', 4], [held])],
  ['is free', snapshot(order('CONFIRMED', free), ['CONFIRMED', 4], [])],
  ['was confirmed a moment ago', snapshot(order('CONFIRMED'), ['HELD', 4], [held])],
  [
    'waits for its buyer',
    snapshot(order('PENDING', { openEffects: [open('AUTHORIZE')] }), ['HELD', 4], []),
  ],
  [
    'was abandoned by a process before its first step',
    snapshot(order('PENDING', { openEffects: [open('RESERVE')] }), null, []),
  ],
  [
    'was abandoned by a process before its decision',
    snapshot(order('PENDING', { openEffects: [open('CONFIRM')] }), ['CONFIRMED', 4], [held]),
  ],
  ['was not in stock', snapshot(order('REJECTED'), ['RELEASED', 0], [])],
  ['was declined', snapshot(order('REJECTED', { isDeclined: true }), ['RELEASED', 0], [])],
  [
    'is cancelled, with stock and money not yet released',
    snapshot(
      order('CANCELLED', { openEffects: [open('RELEASE'), open('VOID')] }),
      ['CONFIRMED', 4],
      [held],
    ),
  ],
  ['is cancelled', snapshot(order('CANCELLED'), ['RELEASED', 0], [held, entry('void')])],
  [
    'is being shipped, and its units have left',
    snapshot(
      order('CONFIRMED', { openEffects: [open('SHIP', { lines: [{ sku: 'tea', quantity: 3 }] })] }),
      ['CONFIRMED', 1],
      [held],
    ),
  ],
  [
    'is shipped in part and captured in part',
    snapshot(
      order('PARTIALLY_SHIPPED', { ...partly, capturedMinor: '625' }),
      ['CONFIRMED', 3],
      [held, entry('capture', 625n)],
    ),
  ],
  [
    'is shipped, with a capture that is done but not yet recorded',
    snapshot(
      order('SHIPPED', { ...whole, openEffects: [open('CAPTURE', { amountMinor: '2500' })] }),
      ['CONFIRMED', 0],
      [held, entry('capture')],
    ),
  ],
  [
    'is shipped, with a capture that a person has to decide',
    snapshot(
      order('SHIPPED', { ...whole, isRefused: true, isSeen: true }),
      ['CONFIRMED', 0],
      [held],
    ),
  ],
  [
    'is shipped after the rest was cancelled',
    snapshot(
      order('SHIPPED', { ...restGone, capturedMinor: '625' }),
      ['RELEASED', 0],
      [held, entry('capture', 625n), entry('void', 1_875n)],
    ),
  ],
  [
    'is delivered and partly refunded, with another refund in progress',
    snapshot(
      order('DELIVERED', {
        ...whole,
        capturedMinor: '2500',
        refundedMinor: '100',
        openEffects: [open('REFUND', { seq: 2, amountMinor: '50' })],
      }),
      ['CONFIRMED', 0],
      [held, entry('capture'), entry('refund', 100n), entry('refund', 50n)],
    ),
  ],
  ['is imported', snapshot(order('DELIVERED', { ...whole, isImported: true }), null, [])],
];

describe('there is no finding for an order that', () => {
  test.each(right)('%s', (_name, seen) => {
    expect(findingsOf(seen)).toEqual([]);
  });
});

const wrong: [kind: string, what: string, OrderSnapshot][] = [
  [
    'order.events',
    'has an unpublished event',
    snapshot(order('CONFIRMED', { untoldSeconds: 61 }), ['CONFIRMED', 4], [held]),
  ],
  ['payment.authorized', 'is not paid', snapshot(order('CONFIRMED'), ['CONFIRMED', 4], [])],
  [
    'payment.authorized',
    'is authorised for another amount',
    snapshot(order('CONFIRMED'), ['CONFIRMED', 4], [entry('authorization', 2_499n)]),
  ],
  [
    'payment.authorized',
    'is charged although it was declined',
    snapshot(order('PENDING', { isDeclined: true, openEffects: [open('AUTHORIZE')] }), null, [
      held,
    ]),
  ],
  [
    'payment.currency',
    'is charged in another currency',
    snapshot(order('CONFIRMED'), ['CONFIRMED', 4], [{ ...held, currency: 'USD' }]),
  ],
  [
    'payment.voided',
    'is cancelled and still holds money',
    snapshot(order('CANCELLED'), ['RELEASED', 0], [held]),
  ],
  [
    'payment.voided',
    'is live without its money',
    snapshot(order('CONFIRMED'), ['CONFIRMED', 4], [held, entry('void')]),
  ],
  [
    'payment.voided',
    'is shipped and neither captured nor released',
    snapshot(order('SHIPPED', whole), ['CONFIRMED', 0], [held]),
  ],
  [
    'payment.captured',
    'captured more than is in progress',
    snapshot(
      order('SHIPPED', { ...whole, openEffects: [open('CAPTURE', { amountMinor: '2400' })] }),
      ['CONFIRMED', 0],
      [held, entry('capture')],
    ),
  ],
  [
    'reservation.units',
    'lost units that no shipment has',
    snapshot(
      order('CONFIRMED', { openEffects: [open('SHIP', { lines: [{ sku: 'tea', quantity: 3 }] })] }),
      ['CONFIRMED', 2],
      [held],
    ),
  ],
  [
    'order.attention',
    'lost its capture without being marked for attention',
    snapshot(order('SHIPPED', { ...whole, isRefused: true }), ['CONFIRMED', 0], [held]),
  ],
  [
    'reservation.unconfirmed',
    'was not made firm',
    snapshot(order('CONFIRMED'), ['HELD', 4, 61], [held]),
  ],
  [
    'reservation.state',
    'lost its reservation',
    snapshot(order('CONFIRMED'), ['RELEASED', 4], [held]),
  ],
  [
    'order.effects',
    'no process handles',
    snapshot(
      order('PENDING', { openEffects: [open('RESERVE', { overdueSeconds: 61 })] }),
      ['HELD', 4],
      [],
    ),
  ],
  [
    'order.effects',
    'is decided, and still being placed',
    snapshot(order('CONFIRMED', { openEffects: [open('CONFIRM')] }), ['CONFIRMED', 4], [held]),
  ],
  ['order.undecided', 'no effect will decide', snapshot(order('PENDING'), ['HELD', 4], [])],
  [
    'order.imported',
    'is imported and was charged',
    snapshot(order('DELIVERED', { ...whole, isImported: true }), null, [held]),
  ],
];

describe('there is a finding for an order that', () => {
  test.each(wrong)('%s: %s', (kind, _what, seen) => {
    expect(findingsOf(seen).map((finding) => finding.kind)).toEqual([kind]);
  });
});

describe('a payment whose order does not exist', () => {
  const kindsOf = (...ledger: LedgerEntry[]) =>
    findingsOf({ orderId, order: null, reservation: null, ledger }).map(({ kind }) => kind);

  test('is a finding while the provider has money of it', () => {
    const part = 1_000n;
    const unknown = ['payment.unknown_order'];
    expect(kindsOf(entry('authorization'))).toEqual(unknown);
    expect(kindsOf(entry('authorization'), entry('void', part))).toEqual(unknown);
    expect(kindsOf(entry('authorization'), entry('capture'), entry('refund', part))).toEqual(
      unknown,
    );
    expect(kindsOf(entry('refund'))).toEqual(unknown);
  });

  test('is none once all of it was given back', () => {
    const part = 1_000n;
    const rest = total - part;
    expect(kindsOf(entry('authorization'), entry('void'))).toEqual([]);
    expect(
      kindsOf(
        entry('authorization'),
        entry('capture', part),
        entry('void', rest),
        entry('refund', part),
      ),
    ).toEqual([]);
  });
});
