import { describe, expect, it } from 'vitest';
import {
  type ActionableOrder,
  allowedActions,
  finalStatuses,
  initialStatus,
  mayEver,
  next,
  type OrderStatus,
  orderCan,
  orderStatuses,
  refusedActions,
  transitions,
  undoingOf,
} from './order';

function reachableFrom(start: OrderStatus): Set<OrderStatus> {
  const found = new Set<OrderStatus>([start]);
  for (const status of found) {
    for (const row of transitions) if (row.from === status) found.add(row.to);
  }
  return found;
}

const orderIn = (status: OrderStatus, more: Partial<ActionableOrder> = {}): ActionableOrder => ({
  status,
  capturedMinor: 0n,
  refundedMinor: 0n,
  attention: null,
  ...more,
});

const owner = { isOwner: true, roles: ['CUSTOMER'] };
const stranger = { isOwner: false, roles: ['CUSTOMER'] };
const clerk = { isOwner: false, roles: ['WAREHOUSE'] };
const support = { isOwner: false, roles: ['SUPPORT'] };

describe('the state table', () => {
  it('reaches every status from the first', () => {
    expect(reachableFrom(initialStatus)).toEqual(new Set(orderStatuses));
  });

  it.each(orderStatuses)('leads from %s to a final status', (status) => {
    const ends = [...reachableFrom(status)].filter((each) => finalStatuses.includes(each));
    expect(ends).not.toEqual([]);
  });

  it.each(orderStatuses)('has a way out of %s exactly if it is not final', (status) => {
    const ways = transitions.filter(({ from, to }) => from === status && to !== status);
    expect(ways.length === 0).toBe(finalStatuses.includes(status));
  });

  it('says one thing about each status and event', () => {
    const keys = transitions.map(({ from, event }) => `${from} ${event}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('names somebody for every row', () => {
    for (const { who } of transitions) expect(who.length).toBeGreaterThan(0);
  });

  it('knows no way back from a shipment', () => {
    expect(next('SHIPPED', 'cancel')).toBeNull();
    expect(reachableFrom('PARTIALLY_SHIPPED').has('CANCELLED')).toBe(false);
  });
});

describe('capabilities', () => {
  it('follow the table', () => {
    const can = (test: (order: { status: OrderStatus }) => boolean) =>
      orderStatuses.filter((status) => test({ status }));
    expect(can(orderCan.cancel)).toEqual(['PENDING', 'IN_REVIEW', 'CONFIRMED']);
    expect(can(orderCan.ship)).toEqual(['CONFIRMED', 'PARTIALLY_SHIPPED']);
    expect(can(orderCan.deliver)).toEqual(['PARTIALLY_SHIPPED', 'SHIPPED']);
  });

  it('are shown to those who have them', () => {
    expect(allowedActions(orderIn('CONFIRMED'), owner)).toEqual(['CANCEL']);
    expect(allowedActions(orderIn('CONFIRMED'), support)).toEqual(['CANCEL']);
    expect(allowedActions(orderIn('CONFIRMED'), clerk)).toEqual(['SHIP']);
    expect(allowedActions(orderIn('SHIPPED'), clerk)).toEqual(['DELIVER']);
    const arrived = { isAllDelivered: true };
    expect(allowedActions(orderIn('PARTIALLY_SHIPPED', arrived), clerk)).toEqual(['SHIP']);
    expect(allowedActions(orderIn('SHIPPED', arrived), clerk)).toEqual(['DELIVER']);
    expect(allowedActions(orderIn('SHIPPED'), owner)).toEqual([]);
    expect(allowedActions(orderIn('CONFIRMED'), stranger)).toEqual([]);
  });

  it('let the support review, refund and cancel the rest', () => {
    expect(allowedActions(orderIn('IN_REVIEW'), support)).toEqual(['CANCEL', 'APPROVE', 'REJECT']);
    expect(allowedActions(orderIn('IN_REVIEW'), owner)).toEqual(['CANCEL']);
    expect(allowedActions(orderIn('PENDING'), support)).toEqual(['CANCEL']);
    const paid = { capturedMinor: 2n, refundedMinor: 1n };
    expect(allowedActions(orderIn('PARTIALLY_SHIPPED', paid), support)).toEqual([
      'CANCEL',
      'REFUND',
    ]);
    expect(allowedActions(orderIn('PARTIALLY_SHIPPED', paid), owner)).toEqual([]);
    expect(allowedActions(orderIn('SHIPPED', { ...paid, openRefundsMinor: 1n }), support)).toEqual(
      [],
    );
    expect(allowedActions(orderIn('SHIPPED', { ...paid, refundedMinor: 2n }), support)).toEqual([]);
  });

  it('undo only what is undecided or was refused for good', () => {
    const waiting = { since: '', step: 'CAPTURE', reason: 'away' };
    expect(allowedActions(orderIn('SHIPPED', { attention: waiting }), support)).toEqual(['RETRY']);
    const refused = orderIn('SHIPPED', { attention: { ...waiting, refused: true } });
    expect(allowedActions(refused, support)).toEqual(['RETRY', 'UNDO']);
    expect(allowedActions(refused, owner)).toEqual([]);
    expect(undoingOf(orderIn('PENDING', { attention: waiting }))).toBe('cancel');
    expect(undoingOf(orderIn('PENDING'))).toBeNull();
  });

  it('are all allowed or refused, with one sentence each', () => {
    const everything = [
      'CANCEL',
      'SHIP',
      'DELIVER',
      'REFUND',
      'APPROVE',
      'REJECT',
      'RETRY',
      'UNDO',
    ];
    const admin = { isOwner: true, roles: ['ADMIN'] };
    const waiting = { since: '', step: 'CAPTURE', reason: 'away' };
    const orders = orderStatuses.flatMap((status) => [
      orderIn(status),
      orderIn(status, { isAllDelivered: true }),
      orderIn(status, { capturedMinor: 2n, refundedMinor: 1n, attention: waiting }),
      orderIn(status, { capturedMinor: 2n, refundedMinor: 2n }),
      orderIn(status, { capturedMinor: 2n, refundedMinor: 1n, openRefundsMinor: 1n }),
    ]);
    for (const order of orders) {
      for (const viewer of [owner, stranger, clerk, support, admin, { ...owner, isReader: true }]) {
        const refused = refusedActions(order, viewer);
        const names = [...allowedActions(order, viewer), ...refused.map(({ action }) => action)];
        expect(names.sort()).toEqual([...everything].sort());
        for (const { reason } of refused) expect(reason).toMatch(/^[A-Z].*[a-zA-Z]\.$/);
        expect(refusedActions(order, viewer)).toEqual(refused);
      }
    }
  });

  it.each([
    [
      'what only others ever do',
      'CONFIRMED',
      owner,
      'SHIP',
      'Only WAREHOUSE and ADMIN may ship it.',
    ],
    [
      'what a clerk never does',
      'CONFIRMED',
      clerk,
      'CANCEL',
      'Only the buyer, SUPPORT and ADMIN may cancel it.',
    ],
    ['what is too late', 'SHIPPED', owner, 'CANCEL', 'The order has been shipped.'],
    ['what is too early', 'PENDING', clerk, 'SHIP', 'The order is not decided yet.'],
    [
      'what only others do at this moment',
      'PARTIALLY_SHIPPED',
      owner,
      'CANCEL',
      'A part of the order has been shipped. Only SUPPORT and ADMIN may cancel it now.',
    ],
    ['a review without need', 'CONFIRMED', support, 'APPROVE', 'The order is not in review.'],
    ['a refund without money', 'CONFIRMED', support, 'REFUND', 'No money has been captured.'],
    [
      'a retry of nothing',
      'CONFIRMED',
      support,
      'RETRY',
      'No step of the order waits for a person.',
    ],
  ] as const)('explain %s', (_what, status, viewer, wanted, reason) => {
    const refused = refusedActions(orderIn(status), viewer);
    expect(refused.find(({ action }) => action === wanted)?.reason).toBe(reason);
  });

  it('tell only staff that a step waits', () => {
    const attention = { since: '', step: 'CAPTURE', reason: 'away' };
    expect(refusedActions(orderIn('SHIPPED', { attention }), owner)).toEqual(
      refusedActions(orderIn('SHIPPED'), owner),
    );
  });

  it('tell who may never do it', () => {
    expect(mayEver(clerk, 'cancel')).toBe(false);
    expect(mayEver(stranger, 'cancel')).toBe(false);
    expect(mayEver(owner, 'cancel')).toBe(true);
  });
});
