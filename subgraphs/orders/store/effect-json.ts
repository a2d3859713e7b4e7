import { z } from 'zod';
import type { JournalEffect } from '../domain/effect';

/** The JSON of effects. Amounts are decimal text there, because JSON numbers are not exact. */

/** Text for a JSON column; null for null. */
export function json(value: unknown): string | null {
  if (value == null) return null;
  return JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? String(part) : part));
}

const units = z.object({ sku: z.string(), quantity: z.int() });
const amountMinor = z.string().transform(BigInt);
const actor = z.string();
const idempotencyKey = z.string();

const progress = {
  seq: z.int(),
  state: z.enum(['PENDING', 'DONE', 'REFUSED', 'SKIPPED']),
  attempts: z.int(),
  due: z.boolean(),
  outcome: z
    .object({
      reference: z.string().optional(),
      code: z.string().optional(),
      late: z.boolean().optional(),
      givenUp: z.boolean().optional(),
      shortages: z
        .array(z.object({ sku: z.string(), requested: z.int(), available: z.int() }))
        .optional(),
    })
    .nullable(),
};

const journalEffect = z.discriminatedUnion('kind', [
  z.object({
    ...progress,
    kind: z.enum(['RESERVE', 'AUTHORIZE', 'CONFIRM', 'VOID', 'RELEASE']),
    input: z.null(),
  }),
  z.object({
    ...progress,
    kind: z.literal('SHIP'),
    input: z.object({
      idempotencyKey,
      lines: z.array(units),
      warehouse: z.string().nullable(),
      carrier: z.string(),
      trackingCode: z.string(),
      trackingUrl: z.string().nullable(),
      actor,
    }),
  }),
  z.object({ ...progress, kind: z.literal('CAPTURE'), input: z.object({ amountMinor }) }),
  z.object({
    ...progress,
    kind: z.literal('REFUND'),
    input: z.object({ idempotencyKey, amountMinor, actor }),
  }),
  z.object({
    ...progress,
    kind: z.literal('RESTOCK'),
    input: z.object({ lines: z.array(units.extend({ warehouse: z.string() })) }),
  }),
]);

export const journalEffects: z.ZodType<JournalEffect[]> = z.array(journalEffect);
