import { type FieldProblem, type TextRule, textProblems } from '../../../platform/values/text';
import { hasUserInfo } from '../../../platform/values/user-info';
import {
  keyProblems,
  type LineLimits,
  lineProblems,
  type RequestedLine,
  skuKey,
  warehouseCodeProblems,
} from './order-input';

const carrier: TextRule = { charactersMax: 100 };
const trackingCode: TextRule = { charactersMax: 100, mayLookLikeCard: true };
const trackingUrl: TextRule = { charactersMax: 2_000, isOptional: true, isUrl: true };
const webUrl = /^https?:\/\//i;

interface Shipping {
  readonly idempotencyKey: string;
  readonly warehouse?: string | null;
  readonly carrier: string;
  readonly trackingCode: string;
  readonly trackingUrl: string | null;
  readonly lines?: readonly RequestedLine[] | null;
}

function trackingUrlProblems(url: string | null): FieldProblem[] {
  const path = ['trackingUrl'];
  const problems = textProblems(path, url, trackingUrl);
  if (url === null || problems.length > 0) return problems;
  if (!webUrl.test(url)) return [{ path, message: 'Begins with https:// or http://.' }];
  // The scalar has parsed it.
  if (!hasUserInfo(new URL(url))) return [];
  return [{ path, message: 'Takes no user name and no password.' }];
}

export function shippingProblems(input: Shipping, limits: LineLimits): FieldProblem[] {
  const { lines } = input;
  return [
    ...keyProblems(input.idempotencyKey),
    ...warehouseCodeProblems(['warehouse'], input.warehouse),
    ...textProblems(['carrier'], input.carrier, carrier),
    ...textProblems(['trackingCode'], input.trackingCode, trackingCode),
    ...trackingUrlProblems(input.trackingUrl),
    ...(lines == null ? [] : lineProblems(lines, limits)),
  ];
}

export interface ShippableLine {
  readonly sku: string;
  readonly quantity: number;
  readonly shippedQuantity: number;
  readonly cancelledQuantity: number;
}

/** Units of a line that are neither shipped nor cancelled. */
export function unitsLeft(line: ShippableLine): number {
  return line.quantity - line.cancelledQuantity - line.shippedQuantity;
}

/**
 * The lines to ship, with SKUs as spelled in the order.
 * @param requested null for everything that is left.
 */
export function linesToShip(
  lines: readonly ShippableLine[],
  requested: readonly RequestedLine[] | null,
): { lines: RequestedLine[]; problems: FieldProblem[] } {
  const bySku = new Map(lines.map((line) => [skuKey(line.sku), line]));
  if (requested === null) {
    const all = lines.map((line) => ({ sku: line.sku, quantity: unitsLeft(line) }));
    return { lines: all.filter(({ quantity }) => quantity > 0), problems: [] };
  }
  const problems: FieldProblem[] = [];
  const toShip: RequestedLine[] = [];
  for (const [index, { sku, quantity }] of requested.entries()) {
    const line = bySku.get(skuKey(sku));
    const left = line ? unitsLeft(line) : 0;
    if (line && quantity <= left) toShip.push({ sku: line.sku, quantity });
    else {
      const field = line ? 'quantity' : 'sku';
      const message = line ? `${left} are left to ship.` : 'It is not in this order.';
      problems.push({ path: ['lines', String(index), field], message });
    }
  }
  return { lines: toShip, problems };
}
