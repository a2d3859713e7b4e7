import type { Configuration } from '../../config/schema';
import { PaymentUnavailableError } from '../../payments/provider';
import { counted } from '../../platform/values/counted';
import type { OpenPayment, OpenPayments } from '../../verify/open-payments';
import { CommandError } from '../program/exit-codes';
import { messageOf, printLine } from '../program/results';
import { type GivingBack, giveBack, type Outcome } from './give-back';
import { lostNumbers } from './lost-numbers';
import type { ReconcileOptions } from './options';
import { callOf, outcomeLine } from './texts';

export interface GivenBack {
  readonly payment: OpenPayment;
  readonly outcome: Outcome;
}

export async function giveAllBack(
  payments: readonly OpenPayment[],
  giving: GivingBack,
  options: ReconcileOptions,
): Promise<GivenBack[]> {
  const done: GivenBack[] = [];
  for (const payment of payments) {
    try {
      const outcome = await giveBack(payment, giving);
      done.push({ payment, outcome });
      if (!options.json) await printLine(outcomeLine(payment, outcome));
    } catch (error) {
      if (!(error instanceof PaymentUnavailableError)) throw error;
      throw new CommandError(
        `The payment provider did not answer after ${counted(done.length, 'payment')}. Call ${callOf(options, true)} again: nothing is given back twice.`,
        undefined,
        { cause: error },
      );
    }
  }
  return done;
}

/** Finds the numbers of lost orders. If that fails, money is given back without them. */
export async function numbersOf(configuration: Configuration, { payments }: OpenPayments) {
  const ids = new Set(payments.map(({ orderId }) => orderId));
  try {
    return await lostNumbers(configuration, ids);
  } catch (error) {
    process.stderr.write(
      `The event stream cannot be read for order numbers: ${messageOf(error)}\n`,
    );
    return new Map<string, string>();
  }
}
