import { z } from 'zod';
import type { ConfigurationFault } from '../../platform/config/configuration-error';
import { fraudSchema } from './fraud';
import { count, optionalText } from './values';

export const ordersSchema = z
  .strictObject({
    linesMax: count(1, 1000).default(1000).describe('max lines of an order'),
    quantityMax: count(1, 99_999).default(99_999).describe('max pieces of a line'),
    reservationMinutes: count(1, 1440)
      .default(15)
      .describe('how long an undecided order holds its stock'),
    awaitingBuyerMax: count(1, 100_000)
      .default(10)
      .describe('max orders of an account that wait for their buyer (3-D Secure) at a time'),
    awaitingBuyerMinutes: count(1, 1440)
      .default(5)
      .describe('how long such an order holds its stock; at most reservationMinutes'),
    decisionWaitMs: count(1, 60_000)
      .default(5000)
      .describe('max wait of placeOrder for the decision'),
    leaseSeconds: count(6, 3600)
      .default(6)
      .describe(
        'time until another process takes over an order; the calls of a step have a second less',
      ),
    reviewHours: count(1, 720).default(72).describe('time until an order in review is rejected'),
    idempotencyKeyDays: count(90, 3650).default(90).describe('how long used keys are stored'),
    personalDataDays: count(30, 36_500)
      .default(3650)
      .describe(
        'how long an order that has ended keeps address, notes, reasons and tracking, from its last change',
      ),
    erasedPaymentDays: count(1, 3650)
      .default(180)
      .describe(
        "how long the provider's id of a payment is stored after an account was erased and its order last changed; without it no refund is possible",
      ),
    erasedAccountDays: count(30, 36_500)
      .default(3650)
      .describe(
        'how long it is known which accounts were erased, so that a restored database or an import that runs again does not bring them back; longer than backups are kept (backups.retentionDays and an interval of backups.fullHours)',
      ),
    stockMovementDays: count(90, 36_500)
      .default(3650)
      .describe(
        'how long movements of stock are stored; the sums of older ones stay as opening balances',
      ),
    reorder: z
      .strictObject({
        leadTimeDays: count(1, 56)
          .default(14)
          .describe('days from a reorder until the goods can be sold'),
        serviceLevel: z
          .number()
          .min(0.5)
          .max(0.99)
          .default(0.95)
          .describe('share of lead times that the stock at a proposed reorder point lasts for'),
      })
      .prefault({}),
    fraudModelFile: optionalText.describe(
      'model of `fraud train` that scores orders beside the rules; null: rules alone',
    ),
    fraud: fraudSchema,
  })
  .prefault({});

const hoursPerDay = 24;

/**
 * Rejects a storage time of erasures that is shorter than that of backups: a database that was
 * restored from the oldest backup must still learn of each erasure since.
 */
export function erasureFaults({
  orders: { erasedAccountDays },
  backups: { retentionDays, fullHours },
}: {
  readonly orders: { readonly erasedAccountDays: number };
  readonly backups: { readonly retentionDays: number; readonly fullHours: number | null };
}): ConfigurationFault[] {
  const least = retentionDays + Math.ceil((fullHours ?? 0) / hoursPerDay) + 1;
  if (erasedAccountDays >= least) return [];
  const expected = `expected at least ${least}, because backups are kept for ${retentionDays} days`;
  return [{ path: 'orders.erasedAccountDays', expected }];
}
