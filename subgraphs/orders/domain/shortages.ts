import type { Shortage } from './refusal';

/** A line with the units that were available when its request priced it; a resumed order has none. */
interface PricedLine {
  readonly sku: string;
  readonly quantity: number;
  readonly available?: number;
}

/** The lines for more units than were available when they were priced. */
export function shortagesWhenPriced(lines: readonly PricedLine[]): Shortage[] {
  return lines.flatMap(({ sku, quantity: requested, available = requested }) =>
    available < requested ? [{ sku, requested, available }] : [],
  );
}
