/** Digits after the point. */
const scaleOf = (decimal: string): number => decimal.split('.')[1]?.length ?? 0;

const scaled = (decimal: string, scale: number): bigint =>
  BigInt(decimal.replace('.', '') + '0'.repeat(scale - scaleOf(decimal)));

/** The exact difference of two decimals, with the digits of the longer one. */
export function subtractDecimals(from: string, what: string): string {
  const scale = Math.max(scaleOf(from), scaleOf(what));
  const difference = scaled(from, scale) - scaled(what, scale);
  const digits = String(difference < 0n ? -difference : difference).padStart(scale + 1, '0');
  const sign = difference < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
