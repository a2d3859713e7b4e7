import { describe, expect, it } from 'vitest';
import {
  allotCancellations,
  type ImportedCancellation,
  type ImportedOrder,
  importDigest,
  importedTotals,
  isRepresentable,
  type ReturnableLine,
} from './imported-order';

const order: ImportedOrder = {
  invoice: '1',
  customerId: 'c',
  placedAt: new Date('2011-01-01T10:00:00Z'),
  currency: 'GBP',
  country: 'GB',
  recipient: 'Customer c',
  shippingMinor: 500n,
  lines: [
    { sku: 'A', name: 'Cup', quantity: 2, unitPriceMinor: 150n },
    { sku: 'a', name: 'Cup', quantity: 1, unitPriceMinor: 140n },
  ],
};

const bought = (orderId: string, day: number, left: number): ReturnableLine => ({
  orderId,
  linePosition: 1,
  customerId: 'c',
  sku: 'A',
  placedAt: new Date(Date.UTC(2011, 0, day)),
  left,
});

const returned = (quantity: number, day: number): ImportedCancellation => ({
  invoice: 'C9',
  customerId: 'c',
  sku: 'a',
  quantity,
  cancelledAt: new Date(Date.UTC(2011, 0, day)),
});

describe('an imported order', () => {
  it('costs its lines and its postage, and no tax', () => {
    expect(importedTotals(order)).toMatchObject({ subtotalMinor: 440n, totalMinor: 940n });
  });

  it('has another digest if any of its data differ', () => {
    expect(importDigest(order)).toBe(importDigest({ ...order }));
    expect(importDigest({ ...order, lines: order.lines.slice(1) })).not.toBe(importDigest(order));
    expect(importDigest({ ...order, shippingMinor: 1n })).not.toBe(importDigest(order));
  });

  it('is too large if the API cannot represent its amount', () => {
    const lines = [{ sku: 'A', name: 'Cup', quantity: 999_999_999, unitPriceMinor: 9_999_999n }];
    expect(isRepresentable(order)).toBe(true);
    expect(isRepresentable({ ...order, lines })).toBe(false);
  });
});

describe('a cancellation', () => {
  const lines = [bought('new', 20, 4), bought('mid', 10, 12), bought('old', 5, 12)];
  const taken = (...cancellations: ImportedCancellation[]) => {
    const { allotments, outcomes } = allotCancellations(cancellations, lines);
    return { outcomes, from: allotments.map(({ orderId, quantity }) => [orderId, quantity]) };
  };

  it('is applied to the nearest order before it, whatever the case of the SKU', () => {
    expect(taken(returned(4, 30))).toEqual({ outcomes: ['APPLIED'], from: [['new', 4]] });
    expect(taken(returned(4, 15))).toEqual({ outcomes: ['APPLIED'], from: [['mid', 4]] });
  });

  it('passes over an order that has too few of them', () => {
    expect(taken(returned(12, 30)).from).toEqual([['mid', 12]]);
  });

  it('is spread over the nearest orders where none has the whole quantity', () => {
    expect(taken(returned(14, 30)).from).toEqual([
      ['new', 4],
      ['mid', 10],
    ]);
  });

  it('finds less after another one', () => {
    expect(taken(returned(12, 12), returned(1, 12), returned(12, 12))).toEqual({
      outcomes: ['APPLIED', 'APPLIED', 'MORE_THAN_ORDERED'],
      from: [
        ['mid', 12],
        ['old', 1],
      ],
    });
  });

  it('cancels nothing that was bought later, or never', () => {
    expect(taken(returned(1, 1)).outcomes).toEqual(['NOTHING_TO_CANCEL']);
    expect(taken({ ...returned(1, 30), sku: 'B' }).outcomes).toEqual(['NOTHING_TO_CANCEL']);
  });
});
