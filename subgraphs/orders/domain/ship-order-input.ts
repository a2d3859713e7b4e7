import {
  keyProblems,
  type LineLimits,
  lineProblems,
  type Problem,
  skuKey,
  textProblems,
  type WantedLine,
} from './order-input';
import { cardProblems } from './place-order-input';

const carrierCharactersMax = 100;
const trackingCodeCharactersMax = 100;
const trackingUrlCharactersMax = 2_000;
const webUrl = /^https?:\/\//i;

interface Shipping {
  readonly idempotencyKey: string;
  readonly carrier: string;
  readonly trackingCode: string;
  readonly trackingUrl: string | null;
  readonly lines?: readonly WantedLine[] | null;
}

export function shippingProblems(input: Shipping, limits: LineLimits): Problem[] {
  const { trackingUrl, lines } = input;
  const isWebUrl = trackingUrl === null || webUrl.test(trackingUrl);
  return [
    ...keyProblems(input.idempotencyKey),
    ...textProblems(['carrier'], input.carrier, 1, carrierCharactersMax),
    ...cardProblems(['carrier'], input.carrier),
    ...textProblems(['trackingCode'], input.trackingCode, 1, trackingCodeCharactersMax),
    ...textProblems(['trackingUrl'], trackingUrl, 0, trackingUrlCharactersMax),
    ...(isWebUrl ? [] : [{ path: ['trackingUrl'], message: 'Begins with https:// or http://.' }]),
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
 * The lines that are to be shipped, as the order writes their SKUs.
 * @param wanted null: all that is left.
 */
export function linesToShip(
  lines: readonly ShippableLine[],
  wanted: readonly WantedLine[] | null,
): { lines: WantedLine[]; problems: Problem[] } {
  const bySku = new Map(lines.map((line) => [skuKey(line.sku), line]));
  if (wanted === null) {
    const all = lines.map((line) => ({ sku: line.sku, quantity: unitsLeft(line) }));
    return { lines: all.filter(({ quantity }) => quantity > 0), problems: [] };
  }
  const problems: Problem[] = [];
  const toShip: WantedLine[] = [];
  for (const [index, { sku, quantity }] of wanted.entries()) {
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
