/** Amounts that the API can read, as people type them. */
export const amountPattern = /^\d{1,15}(\.\d{1,6})?$/;

/** What is typed, if it is an amount by now; zero until then. */
export const amountOf = (typed: string): string => (amountPattern.test(typed) ? typed : '0');

/** Digits after the point. */
const scaleOf = (decimal: string): number => decimal.split('.')[1]?.length ?? 0;

const scaled = (decimal: string, scale: number): bigint =>
  BigInt(decimal.replace('.', '') + '0'.repeat(scale - scaleOf(decimal)));

function written(value: bigint, scale: number): string {
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  const sign = value < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The exact difference of two decimals, with the digits of the longer one. */
export function subtractDecimals(from: string, what: string): string {
  const scale = Math.max(scaleOf(from), scaleOf(what));
  return written(scaled(from, scale) - scaled(what, scale), scale);
}

/** The exact sum, with the digits of the longest one. */
export function sumOfDecimals(decimals: readonly string[]): string {
  const scale = Math.max(0, ...decimals.map(scaleOf));
  return written(
    decimals.reduce((sum, decimal) => sum + scaled(decimal, scale), 0n),
    scale,
  );
}
