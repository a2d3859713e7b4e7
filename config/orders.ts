import { z } from 'zod';

const count = (least: number, most: number) => z.int().min(least).max(most);

export const ordersSchema = z
  .strictObject({
    linesMax: count(1, 1000).default(1000).describe('max lines of an order'),
    quantityMax: count(1, 99_999).default(99_999).describe('max pieces of a line'),
    reservationMinutes: count(1, 1440).default(15).describe('lifetime of a reservation'),
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
      .describe('time until another process takes over an order; above decisionWaitMs'),
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
    fraud: z
      .strictObject({
        threshold: z.number().min(0).max(1).default(0.5).describe('a higher score means a review'),
        ordersPerHour: count(1, 100_000)
          .nullable()
          .optional()
          .describe(
            "a buyer's orders in an hour that score 0.5; default 100 in production, else off; null: off",
          ),
      })
      .prefault({}),
  })
  .prefault({});

const ordersPerHourInProduction = 100;

/** Off outside production, because demo shops and tests place many orders. */
export function ordersPerHour(
  parsed: number | null | undefined,
  production: boolean,
): number | null {
  if (parsed !== undefined) return parsed;
  return production ? ordersPerHourInProduction : null;
}
