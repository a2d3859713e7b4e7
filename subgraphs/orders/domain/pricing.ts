import { decimalFromMinor } from '../../../platform/values/money';
import type { FieldProblem } from '../../../platform/values/text';
import { type RequestedLine, skuKey } from './order-input';
import { type Terms, type Totals, totalMinorMax, totalsOf } from './totals';

/** Prices an order from the catalogue. */

/** An active product in the catalogue. */
export interface PricedProduct {
  readonly sku: string;
  readonly name: string;
  readonly priceMinor: bigint;
  readonly currency: string;
  /** Units available now. */
  readonly available: number;
}

export interface PricedOrderLine {
  /** SKU as spelled in the catalogue. */
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceMinor: bigint;
  readonly available: number;
}

export interface PricedOrder extends Totals {
  readonly currency: string;
  readonly lines: readonly PricedOrderLine[];
}

export interface UnpricedOrder {
  readonly currency: string;
  readonly lines: readonly RequestedLine[];
}

/** SKUs that are not for sale, as spelled in the order. */
export function unknownSkus(
  lines: readonly RequestedLine[],
  products: readonly PricedProduct[],
): string[] {
  const known = new Set(products.map(({ sku }) => skuKey(sku)));
  return lines.filter(({ sku }) => !known.has(skuKey(sku))).map(({ sku }) => sku);
}

/** The priced order, or why it cannot be priced in its currency. */
export function pricedOrder(
  { currency, lines }: UnpricedOrder,
  products: readonly PricedProduct[],
  terms: Terms,
): PricedOrder | FieldProblem[] {
  const bySku = new Map(products.map((product) => [skuKey(product.sku), product]));
  const priced: PricedOrderLine[] = [];
  const problems: FieldProblem[] = [];
  for (const [index, { sku, quantity }] of lines.entries()) {
    const product = bySku.get(skuKey(sku));
    if (product?.currency === currency) {
      priced.push({ ...product, quantity, unitPriceMinor: product.priceMinor });
    } else {
      const message = `It is not sold in ${currency}.`;
      problems.push({ path: ['lines', String(index), 'sku'], message });
    }
  }
  const totals = totalsOf(priced, terms);
  if (totals.totalMinor > totalMinorMax) {
    problems.push({ path: ['lines'], message: 'The total is larger than an order may be.' });
  }
  if (totals.totalMinor % terms.stepMinor !== 0n) {
    const step = decimalFromMinor(terms.stepMinor, currency);
    const message = `Payments are in steps of ${step} ${currency}, and its prices are not.`;
    problems.push({ path: ['lines'], message });
  }
  return problems.length > 0 ? problems : { ...totals, currency, lines: priced };
}
