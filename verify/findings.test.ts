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

function order(status: OrderStatus, given: Partial<OrderFacts> = {}): OrderFacts {
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
      capturedMinor: given.capturedMinor ?? '0',
      refundedMinor: given.refundedMinor ?? '0',
    },
    lostRefunds: 0,
    untoldSeconds: 0,
    undelivered: 0,
    units: [{ sku: 'Tea', quantity: 4, shipped: 0, cancelled: 0, packed: 0, ...kept }],
    openEffects: [],
    timeline: { events: 2, firstSeq: 1, lastSeq: 2, lastStatus: status, brokenAt: null },
    ...given,
  };
}

type Reservation = ['HELD' | 'CONFIRMED' | 'RELEASED', number] | null;

function sight(facts: OrderFacts, reserved: Reservation, ledger: LedgerEntry[]): OrderSnapshot {
  const held = reserved && reserved[1] > 0 ? [{ sku: 'TEA', quantity: reserved[1] }] : [];
  const reservation = reserved && { orderId, state: reserved[0], held };
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
const held = entry('authorization');

/** Consistent orders, at rest and in progress. */
const right: [string, OrderSnapshot][] = [
  ['is confirmed', sight(order('CONFIRMED'), ['CONFIRMED', 4], [held])],
  ['is in review', sight(order('IN_REVIEW'), ['CONFIRMED', 4], [held])],
  [
    'waits for its buyer',
    sight(order('PENDING', { openEffects: [open('AUTHORIZE')] }), ['HELD', 4], []),
  ],
  [
    'was abandoned by a process before its first step',
    sight(order('PENDING', { openEffects: [open('RESERVE')] }), null, []),
  ],
  [
    'was abandoned by a process before its decision',
    sight(order('PENDING', { openEffects: [open('CONFIRM')] }), ['CONFIRMED', 4], [held]),
  ],
  ['was not in stock', sight(order('REJECTED'), ['RELEASED', 0], [])],
  ['was declined', sight(order('REJECTED', { isDeclined: true }), ['RELEASED', 0], [])],
  [
    'is cancelled, with stock and money not yet released',
    sight(
      order('CANCELLED', { openEffects: [open('RELEASE'), open('VOID')] }),
      ['CONFIRMED', 4],
      [held],
    ),
  ],
  ['is cancelled', sight(order('CANCELLED'), ['RELEASED', 0], [held, entry('void')])],
  [
    'is being shipped, and its units have left',
    sight(
      order('CONFIRMED', { openEffects: [open('SHIP', { lines: [{ sku: 'tea', quantity: 3 }] })] }),
      ['CONFIRMED', 1],
      [held],
    ),
  ],
  [
    'is shipped in part and captured in part',
    sight(
      order('PARTIALLY_SHIPPED', { ...partly, capturedMinor: '625' }),
      ['CONFIRMED', 3],
      [held, entry('capture', 625n)],
    ),
  ],
  [
    'is shipped, with a capture that is done but not yet recorded',
    sight(
      order('SHIPPED', { ...whole, openEffects: [open('CAPTURE', { amountMinor: '2500' })] }),
      ['CONFIRMED', 0],
      [held, entry('capture')],
    ),
  ],
  [
    'is shipped, with a capture that a person has to decide',
    sight(order('SHIPPED', { ...whole, isRefused: true, isSeen: true }), ['CONFIRMED', 0], [held]),
  ],
  [
    'is shipped after the rest was cancelled',
    sight(
      order('SHIPPED', { ...restGone, capturedMinor: '625' }),
      ['RELEASED', 0],
      [held, entry('capture', 625n), entry('void', 1_875n)],
    ),
  ],
  [
    'is delivered and partly refunded, with another refund in progress',
    sight(
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
  ['is imported', sight(order('DELIVERED', { ...whole, isImported: true }), null, [])],
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
    sight(order('CONFIRMED', { untoldSeconds: 61 }), ['CONFIRMED', 4], [held]),
  ],
  ['payment.authorized', 'is not paid', sight(order('CONFIRMED'), ['CONFIRMED', 4], [])],
  [
    'payment.authorized',
    'is authorised for another amount',
    sight(order('CONFIRMED'), ['CONFIRMED', 4], [entry('authorization', 2_499n)]),
  ],
  [
    'payment.authorized',
    'is charged although it was declined',
    sight(order('PENDING', { isDeclined: true, openEffects: [open('AUTHORIZE')] }), null, [held]),
  ],
  [
    'payment.currency',
    'is charged in another currency',
    sight(order('CONFIRMED'), ['CONFIRMED', 4], [{ ...held, currency: 'USD' }]),
  ],
  [
    'payment.voided',
    'is cancelled and still holds money',
    sight(order('CANCELLED'), ['RELEASED', 0], [held]),
  ],
  [
    'payment.voided',
    'is live without its money',
    sight(order('CONFIRMED'), ['CONFIRMED', 4], [held, entry('void')]),
  ],
  [
    'payment.voided',
    'is shipped and neither captured nor released',
    sight(order('SHIPPED', whole), ['CONFIRMED', 0], [held]),
  ],
  [
    'payment.captured',
    'captured more than is in progress',
    sight(
      order('SHIPPED', { ...whole, openEffects: [open('CAPTURE', { amountMinor: '2400' })] }),
      ['CONFIRMED', 0],
      [held, entry('capture')],
    ),
  ],
  [
    'reservation.units',
    'lost units that no shipment has',
    sight(
      order('CONFIRMED', { openEffects: [open('SHIP', { lines: [{ sku: 'tea', quantity: 3 }] })] }),
      ['CONFIRMED', 2],
      [held],
    ),
  ],
  [
    'order.attention',
    'lost its capture without being marked for attention',
    sight(order('SHIPPED', { ...whole, isRefused: true }), ['CONFIRMED', 0], [held]),
  ],
  ['reservation.state', 'may expire', sight(order('CONFIRMED'), ['HELD', 4], [held])],
  [
    'order.effects',
    'no process handles',
    sight(
      order('PENDING', { openEffects: [open('RESERVE', { overdueSeconds: 61 })] }),
      ['HELD', 4],
      [],
    ),
  ],
  [
    'order.effects',
    'is decided, and still being placed',
    sight(order('CONFIRMED', { openEffects: [open('CONFIRM')] }), ['CONFIRMED', 4], [held]),
  ],
  ['order.undecided', 'no effect will decide', sight(order('PENDING'), ['HELD', 4], [])],
  [
    'order.imported',
    'is imported and was charged',
    sight(order('DELIVERED', { ...whole, isImported: true }), null, [held]),
  ],
];

describe('there is a finding for an order that', () => {
  test.each(wrong)('%s: %s', (kind, _what, seen) => {
    expect(findingsOf(seen).map((finding) => finding.kind)).toEqual([kind]);
  });
});
