import { currencyDecimals } from '../../platform/values/money';
import { PaymentRefusedError } from '../provider';

/**
 * Decimals of Stripe's minor units, where they are not 2. They are not all those of ISO 4217: Stripe
 * expects hundredths of ISK and UGX, which have none, and whole MGA, which has two.
 * https://docs.stripe.com/currencies#zero-decimal
 */
const decimalsAtStripe = new Map<string, number>([
  ...'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0] as const),
  ...'BHD JOD KWD OMR TND'.split(' ').map((code) => [code, 3] as const),
]);

/** The power of ten between a minor unit of the shop and one of Stripe; negative if ours is smaller. */
const shiftOf = (currency: string): number =>
  (decimalsAtStripe.get(currency) ?? 2) - currencyDecimals(currency);

const base = 10n;

/**
 * The smallest amount that Stripe moves, in minor units of the shop: one of its own minor units, and
 * ten of them where it has three decimals.
 */
export function stepAtStripe(currency: string): bigint {
  const unit = base ** BigInt(Math.max(0, -shiftOf(currency)));
  return decimalsAtStripe.get(currency) === 3 ? 10n * unit : unit;
}

/**
 * The amount in Stripe's minor units.
 * @throws PaymentRefusedError if Stripe does not move such an amount.
 */
export function toStripe(amountMinor: bigint, currency: string): number {
  if (amountMinor % stepAtStripe(currency) !== 0n) {
    throw new PaymentRefusedError(
      'amount_too_precise',
      'The amount has more decimals than Stripe.',
    );
  }
  const shift = shiftOf(currency);
  const factor = base ** BigInt(Math.abs(shift));
  const amount = shift < 0 ? amountMinor / factor : amountMinor * factor;
  if (amount > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new PaymentRefusedError('amount_too_large', 'The amount is more than Stripe accepts.');
  }
  return Number(amount);
}

/**
 * An amount of Stripe in minor units of the shop. A fraction, which only a person at Stripe can
 * make, is rounded up, so that it is not overlooked.
 */
export function fromStripe(amount: number, currency: string): bigint {
  const shift = shiftOf(currency);
  const factor = base ** BigInt(Math.abs(shift));
  if (shift < 0) return BigInt(amount) * factor;
  return (BigInt(amount) + factor - 1n) / factor;
}
