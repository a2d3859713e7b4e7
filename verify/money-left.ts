import type { PaymentMovement } from '../payments/movement';

/** Amounts of a payment that its provider still has, in minor units. */
export interface MoneyLeft {
  /** Authorised, and neither captured nor released. */
  readonly heldMinor: bigint;
  /** Captured, and not refunded. */
  readonly capturedMinor: bigint;
}

type Moved = Pick<PaymentMovement, 'kind' | 'amountMinor'>;

export const sumOf = (movements: readonly Moved[], kind: Moved['kind']): bigint =>
  movements.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.amountMinor, 0n);

/** What the movements of a payment leave with its provider. */
export function moneyLeft(movements: readonly Moved[]): MoneyLeft {
  const captured = sumOf(movements, 'capture');
  return {
    heldMinor: sumOf(movements, 'authorization') - captured - sumOf(movements, 'void'),
    capturedMinor: captured - sumOf(movements, 'refund'),
  };
}

/** Whether the buyer has all of it back. */
export const isGivenBack = ({ heldMinor, capturedMinor }: MoneyLeft): boolean =>
  heldMinor === 0n && capturedMinor === 0n;
