import { z } from 'zod';
import { isReturnUrl } from '../../platform/values/return-url';

/** The JSON that the sandbox and its client exchange. Amounts are decimals such as "12.50". */

const amount = z.string().min(1).max(24);
const currency = z.string().regex(/^[A-Z]{3}$/);

/** What orders accepts, and the order's id. */
const returnUrlCharactersMax = 2_304;

/** 1 to 255 visible ASCII characters; longer than any key that orders creates. */
export const keySchema = z.string().regex(/^[\x21-\x7e]{1,255}$/);

export const authorizeBody = z.strictObject({
  amount,
  currency,
  token: z.string().min(1).max(255),
  callbackUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .optional(),
  returnUrl: z.string().max(returnUrlCharactersMax).refine(isReturnUrl).optional(),
});
export const moneyBody = z.strictObject({ authorizationKey: keySchema, amount, currency });
export const voidBody = z.strictObject({ authorizationKey: keySchema });

export const outcomeAnswer = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('authorized'),
    reference: z.string(),
    brand: z.string(),
    last4: z.string(),
    // A sandbox of the previous version does not send it.
    fingerprint: z.string().nullable().default(null),
    fraudSignal: z.boolean(),
  }),
  z.object({ outcome: z.literal('declined'), declineCode: z.string() }),
  z.object({ outcome: z.literal('pending'), reference: z.string() }),
  z.object({
    outcome: z.literal('action_required'),
    reference: z.string(),
    redirectUrl: z.string(),
    clientSecret: z.string().nullable(),
    expiresAt: z.iso.datetime().transform((text) => new Date(text)),
  }),
  z.object({ outcome: z.literal('voided') }),
]);

export const referenceAnswer = z.object({ reference: z.string() });

export const errorAnswer = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export const callbackBody = z.object({
  type: z.literal('authorization.settled'),
  timestamp: z.iso.datetime(),
  data: z.object({ idempotencyKey: keySchema, outcome: outcomeAnswer }),
});
