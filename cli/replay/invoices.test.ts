import { describe, expect, it } from 'vitest';
import type { Invoice } from '../import/invoices';
import { ordersOf } from './invoices';
import { percentileOf, replayReport } from './report';

const invoiceOf = (...lines: [sku: string, quantity: number][]): Invoice => ({
  head: { invoice: '1', at: new Date(0), customer: null, country: 'GB' },
  lines: lines.map(([sku, quantity]) => ({
    line: { sku, name: sku, quantity, priceMinor: 100n, isPostage: false },
    row: { file: 'a.csv', line: 2, changedAt: '', columns: [], values: [], isMalformed: false },
  })),
});

describe('an invoice as live orders', () => {
  const limits = { linesMax: 2, quantityMax: 10 };

  it('has each SKU once, ignoring case', () => {
    expect(ordersOf(invoiceOf(['a', 1], ['B', 2], ['A', 3]), limits)).toEqual([
      [
        { sku: 'a', quantity: 4 },
        { sku: 'B', quantity: 2 },
      ],
    ]);
  });

  it('is split if it has more lines than an order may have', () => {
    const orders = ordersOf(invoiceOf(['a', 1], ['b', 1], ['c', 1]), limits);
    expect(orders.map(({ length }) => length)).toEqual([2, 1]);
  });

  it('is split if it has more pieces than a line may have', () => {
    expect(ordersOf(invoiceOf(['a', 25]), limits)).toEqual([
      [{ sku: 'a', quantity: 10 }],
      [{ sku: 'a', quantity: 10 }],
      [{ sku: 'a', quantity: 5 }],
    ]);
  });
});

describe('the replay report', () => {
  it('has percentiles by nearest rank', () => {
    const times = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([50, 99, 100].map((share) => percentileOf(times, share))).toEqual([50, 99, 100]);
    expect(percentileOf([], 50)).toBe(0);
  });

  it('shows orders per second, latency, and outcomes by kind', () => {
    const report = replayReport();
    report.count('Order CONFIRMED', 10);
    report.count('Order CONFIRMED', 30);
    report.count('InsufficientStockError OUT_OF_STOCK', 20);
    const text = report.text(1_500);
    expect(text).toContain('3 orders in 1.5 s: 2.0 orders/s');
    expect(text).toContain('p50 20 ms');
    expect(text).toMatch(/2 {2}Order CONFIRMED\n +1 {2}InsufficientStockError OUT_OF_STOCK/);
  });

  it('shows how far it was behind its schedule, if there was one', () => {
    const report = replayReport();
    report.count('Order CONFIRMED', 10);
    report.late(0);
    report.late(40);
    expect(report.text(1_000)).toMatch(/\nBehind the schedule: p50 0 ms, .*max 40 ms\nOutcomes/);
  });
});
