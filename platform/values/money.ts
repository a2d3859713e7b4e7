/**
 * Money as whole minor units (cents) in a bigint, so that sums are exact. The number of decimals of
 * a currency is that of ISO 4217, and is fixed here, because what is stored depends on it. The
 * runtime's ICU data follow what people write: version 78 took the decimals of HUF, COP and IDR.
 */

/**
 * The currencies without 2 decimals, from list one of ISO 4217, and those of its list three that ICU
 * knows. https://www.six-group.com/en/products-services/financial-information/data-standards.html
 */
const decimalsByCurrency = new Map<string, number>(
  Object.entries({
    0: `BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF
      ADP BYR ESP ITL LUF MGF TRL`,
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
  }).flatMap(([decimals, codes]) =>
    codes.split(/\s+/).map((code) => [code, Number(decimals)] as const),
  ),
);

/** Units of account that are not used for payments; metals, test codes and XXX are not in ICU's list. */
const unitsOfAccount = new Set(['XDR', 'XSU']);
const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Whether it is a currency for payments, according to the runtime's ICU data. */
export function isCurrency(code: string): boolean {
  return currencies.has(code) && !unitsOfAccount.has(code);
}

/** Decimals of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD. Unknown currencies count as 2. */
export function currencyDecimals(currency: string): number {
  return decimalsByCurrency.get(currency) ?? 2;
}

const decimalPattern = /^(-?)(\d{1,15})(?:\.(\d{1,6}))?$/;

/**
 * Parses a decimal such as "12.5" as minor units of the currency. Null if it is not a decimal or has
 * more decimals than the currency.
 */
export function minorFromDecimal(decimal: string, currency: string): bigint | null {
  const match = decimalPattern.exec(decimal);
  if (!match) return null;
  const [, sign, whole = '', fraction = ''] = match;
  const decimals = currencyDecimals(currency);
  if (fraction.length > decimals) return null;
  const minor = BigInt(whole + fraction.padEnd(decimals, '0'));
  return sign === '-' ? -minor : minor;
}

/**
 * A decimal as the API writes it: "12.5" EUR is "12.50". Unchanged if it is not a decimal or has more
 * decimals than the currency.
 */
export function scaledDecimal(decimal: string, currency: string): string {
  const minor = minorFromDecimal(decimal, currency);
  return minor === null ? decimal : decimalFromMinor(minor, currency);
}

/** Writes minor units as a decimal scaled to the currency: 1250n EUR is "12.50", 1250n JPY "1250". */
export function decimalFromMinor(minor: bigint, currency: string): string {
  const decimals = currencyDecimals(currency);
  const negative = minor < 0n;
  const digits = (negative ? -minor : minor).toString().padStart(decimals + 1, '0');
  const split = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, split)}.${digits.slice(split)}`;
  return negative ? `-${text}` : text;
}

/**
 * `amount × numerator / denominator`, rounded half away from zero: the one place where money is
 * rounded. Throws RangeError on a denominator that is not positive.
 */
export function proportion(amount: bigint, numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('proportion needs a positive denominator');
  const multiplied = amount * numerator;
  const half = denominator / 2n;
  const magnitude = multiplied < 0n ? -multiplied : multiplied;
  const rounded = (magnitude + half) / denominator;
  return multiplied < 0n ? -rounded : rounded;
}
