import { inputHash } from '../../../platform/values/input-hash';
import { type PricedLine, type Totals, totalMinorMax, totalsOf } from './totals';

/** History from elsewhere: what was bought, long decided, delivered and paid. */

export interface ImportedLine extends PricedLine {
  readonly sku: string;
  readonly name: string;
}

export interface ImportedOrder {
  /** How the source calls it; what makes it the same order when it is imported again. */
  readonly invoice: string;
  readonly customerId: string;
  readonly placedAt: Date;
  readonly currency: string;
  readonly country: string;
  readonly recipient: string;
  readonly shippingMinor: bigint;
  readonly lines: readonly ImportedLine[];
}

/** Tax is in the prices of history, or was never written down: none is added. */
export function importedTotals({ lines, shippingMinor }: ImportedOrder): Totals {
  return totalsOf(lines, { taxPerMillion: 0n, shippingMinor });
}

/** Whether the amounts are such as the API can tell. */
export function isTellable(order: ImportedOrder): boolean {
  const { subtotalMinor, totalMinor } = importedTotals(order);
  return subtotalMinor >= 0n && totalMinor >= 0n && totalMinor <= totalMinorMax;
}

/** SHA-256 of all that the source said of the invoice. */
export function importDigest(order: ImportedOrder): string {
  const { invoice, customerId, placedAt, currency, country, recipient, shippingMinor } = order;
  const lines = order.lines.map((line) => [
    line.sku,
    line.name,
    line.quantity,
    String(line.unitPriceMinor),
  ]);
  const said = [invoice, customerId, placedAt.toISOString(), currency, country, recipient];
  return inputHash([said, String(shippingMinor), lines]);
}

/** A source that knows a country and no address: the API's fields say so. */
export function importedAddress({ recipient, country }: ImportedOrder): object {
  const unknown = '(not in the import)';
  return { recipient, line1: unknown, city: unknown, postalCode: '', country };
}

/** One line of a cancellation. */
export interface ImportedCancellation {
  readonly invoice: string;
  /** Which line of the cancellation, from 0. */
  readonly position: number;
  readonly customerId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly cancelledAt: Date;
}

/** A line of an imported order that may be given back, with how much of it still can be. */
export interface ReturnableLine {
  readonly orderId: string;
  readonly linePosition: number;
  readonly customerId: string;
  readonly sku: string;
  readonly placedAt: Date;
  left: number;
}

export interface Allotment {
  readonly cancellation: ImportedCancellation;
  readonly orderId: string;
  readonly linePosition: number;
  readonly quantity: number;
}

export type CancellationOutcome = 'APPLIED' | 'NOTHING_TO_CANCEL' | 'MORE_THAN_ORDERED';

export const lineKey = (customerId: string, sku: string): string =>
  `${customerId} ${sku.toUpperCase()}`;

/**
 * Which lines the cancellations give back, decided one after the other: the nearest line before
 * (same customer, same SKU) that still has the whole quantity; where none has, the nearest ones
 * together; where all together have too little, none.
 * @param lines of a customer and SKU the nearest first.
 */
export function allotCancellations(
  cancellations: readonly ImportedCancellation[],
  lines: readonly ReturnableLine[],
): { allotments: Allotment[]; outcomes: CancellationOutcome[] } {
  const byKey = Map.groupBy(
    lines.map((line) => ({ ...line })),
    ({ customerId, sku }) => lineKey(customerId, sku),
  );
  const allotments: Allotment[] = [];
  const outcomes = cancellations.map((cancellation): CancellationOutcome => {
    const { customerId, sku, quantity, cancelledAt } = cancellation;
    const before = (byKey.get(lineKey(customerId, sku)) ?? []).filter(
      ({ placedAt }) => placedAt <= cancelledAt,
    );
    if (before.length === 0) return 'NOTHING_TO_CANCEL';
    if (before.reduce((sum, { left }) => sum + left, 0) < quantity) return 'MORE_THAN_ORDERED';
    const whole = before.find(({ left }) => left >= quantity);
    let missing = quantity;
    for (const line of whole ? [whole] : before) {
      const taken = Math.min(line.left, missing);
      if (taken === 0) continue;
      const { orderId, linePosition } = line;
      allotments.push({ cancellation, orderId, linePosition, quantity: taken });
      line.left -= taken;
      missing -= taken;
    }
    return 'APPLIED';
  });
  return { allotments, outcomes };
}
