import { isSku } from './sku';

const linesMax = 1_000;
/**
 * Returns of an order have a line per warehouse that shipped some of it.
 * @exceeded BAD_USER_INPUT
 */
export const returnedLinesMax = 100_000;
const quantityMax = 99_999;

/**
 * Validates lines sent by another service; null if they are valid. That service validates them too,
 * so a failure here is its bug.
 */
export function stockLinesProblem(
  lines: readonly { readonly sku: string; readonly quantity: number }[],
  max = linesMax,
): string | null {
  if (lines.length < 1 || lines.length > max) return `\`lines\` takes 1 to ${max}.`;
  if (!lines.every(({ sku }) => isSku(sku))) {
    return '`sku` takes 1 to 64 letters, digits, spaces and - _ . /';
  }
  const counted = lines.every(({ quantity }) => quantity >= 1 && quantity <= quantityMax);
  return counted ? null : `\`quantity\` takes 1 to ${quantityMax}.`;
}
