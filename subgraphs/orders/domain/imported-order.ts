import { inputHash } from '../../../platform/values/input-hash';
import { type PricedLine, type Totals, totalMinorMax, totalsOf } from './totals';

/** An order imported from another system: decided, delivered and paid long ago. */

export interface ImportedLine extends PricedLine {
  readonly sku: string;
  readonly name: string;
}

export interface ImportedOrder {
  /** Its number in the source, which identifies it in repeated imports. */
  readonly invoice: string;
  readonly customerId: string;
  readonly placedAt: Date;
  readonly currency: string;
  readonly country: string;
  readonly recipient: string;
  readonly shippingMinor: bigint;
  readonly lines: readonly ImportedLine[];
}

/** Imported prices include tax or it is unknown, so none is added. */
export function importedTotals({ lines, shippingMinor }: ImportedOrder): Totals {
  return totalsOf(lines, { taxPerMillion: 0n, shippingMinor, stepMinor: 1n });
}

/** Whether the amounts fit the API's Decimal. */
export function isRepresentable(order: ImportedOrder): boolean {
  const { subtotalMinor, totalMinor } = importedTotals(order);
  return subtotalMinor >= 0n && totalMinor >= 0n && totalMinor <= totalMinorMax;
}

/** SHA-256 of the source's data of the invoice. */
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

/** A line of an imported address. */
export const unknownLine = '(not in the import)';

/** The address if the source only knows a country. */
export function importedAddress({ recipient, country }: ImportedOrder): object {
  return { recipient, line1: unknownLine, city: unknownLine, postalCode: '', country };
}

/** One line of a cancellation. */
export interface ImportedCancellation {
  readonly invoice: string;
  readonly customerId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly cancelledAt: Date;
}

/** A line of an imported order with the quantity that can still be returned. */
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
 * Assigns cancellations to lines, one after the other: to the nearest earlier line of the same
 * customer and SKU that still has the whole quantity; otherwise to the nearest ones together; to
 * none if all together have too little.
 * @param lines the lines of a customer and SKU, nearest first.
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
