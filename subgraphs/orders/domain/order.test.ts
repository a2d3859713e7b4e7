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

  it('tell who may never do it', () => {
    expect(mayEver(clerk, 'cancel')).toBe(false);
    expect(mayEver(stranger, 'cancel')).toBe(false);
    expect(mayEver(owner, 'cancel')).toBe(true);
  });
});
