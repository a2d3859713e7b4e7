import type { ReadableStream } from 'node:stream/web';
import { z } from 'zod';
import type { PaymentMovement } from '../payments/movement';
import { minorFromDecimal } from '../platform/values/money';
import { timeOfUuidV7 } from '../platform/values/uuid';
import type { LedgerEntry } from './facts';

/** How long the provider may send nothing. */
const silenceMsMax = 30_000;
/**
 * A line of the provider's ledger.
 * @exceeded `npm run verify` fails
 * @test e2e/commands/commands.test.ts
 */
const lineCharactersMax = 65_536;
/** How much younger than its payment an order may seem, because clocks differ. */
const clockSkewMsMax = 3_600_000;

const ledgerLine = z.object({
  idempotencyKey: z.string(),
  kind: z.enum(['authorization', 'capture', 'void', 'refund']),
  amount: z.string(),
  currency: z.string(),
  reference: z.string().nullish(),
});

const uuidInKey = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** The order in the key; if the key has none, the key itself after a `!`. */
export const orderIdIn = (idempotencyKey: string): string =>
  uuidInKey.exec(idempotencyKey)?.[0] ?? `!${idempotencyKey}`;

/** A time before any payment of these orders began; null if an id does not contain its time. */
export function beforePaymentsOf(ids: Iterable<string>): Date | null {
  let firstMs = Number.POSITIVE_INFINITY;
  for (const id of ids) firstMs = Math.min(firstMs, timeOfUuidV7(id) ?? 0);
  return firstMs === 0 ? null : new Date(firstMs - clockSkewMsMax);
}

function entryOf({ idempotencyKey, reference: _, ...movement }: PaymentMovement): LedgerEntry {
  return { orderId: orderIdIn(idempotencyKey), ...movement };
}

/** @throws Error if the text is not a ledger line. */
function parseLine(text: string): PaymentMovement {
  const { amount, reference = null, ...line } = ledgerLine.parse(JSON.parse(text));
  const amountMinor = minorFromDecimal(amount, line.currency);
  if (amountMinor === null) throw new Error(`Not an amount: ${amount} ${line.currency}`);
  return { ...line, amountMinor, reference };
}

/**
 * Reads what a provider did, in any order.
 * @param since leaves out payments that were begun before, if the provider can.
 * @throws Error when it cannot be read to its end.
 */
export type ReadMovements = (
  since: Date | null,
  signal: AbortSignal,
) => AsyncIterable<PaymentMovement>;

/** What a payment provider says that it did. */
export interface Ledger {
  /**
   * The entries, in any order.
   * @param since leaves out payments that were begun before, if the provider can.
   * @throws Error when it cannot be read to its end.
   */
  entries(since: Date | null, signal: AbortSignal): AsyncIterable<LedgerEntry>;
}

/** A ledger of what a provider did. */
export const ledgerOver = (read: ReadMovements): Ledger => ({
  async *entries(since, signal): AsyncGenerator<LedgerEntry> {
    for await (const movement of read(since, signal)) yield entryOf(movement);
  },
});

/** A ledger that is served as JSON lines, as by the sandbox. */
export const ledgerAt = (address: LedgerAddress): Ledger =>
  ledgerOver(() => ledgerMovements(address));

/** The URL of the provider's ledger. */
export interface LedgerAddress {
  readonly url: string;
  /** Sent to a provider on another machine; on this one the ledger is public. */
  readonly secret?: string;
}

/**
 * The provider's ledger, streamed line by line.
 * @throws Error when it cannot be reached, sends nothing for 30 s, breaks off or is malformed.
 */
export async function* ledgerMovements({
  url,
  secret,
}: LedgerAddress): AsyncGenerator<PaymentMovement> {
  const silence = new AbortController();
  const fallSilent = () => silence.abort(new Error(`no data for ${silenceMsMax} ms`));
  const timer = setTimeout(fallSilent, silenceMsMax);
  try {
    const headers = secret ? { authorization: `Bearer ${secret}` } : undefined;
    const response = await fetch(url, { headers, signal: silence.signal });
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
    for await (const line of linesOf(response.body, () => timer.refresh())) {
      if (line !== '') yield parseLine(line);
    }
  } catch (error) {
    const reason = error instanceof Error ? (error.cause ?? error) : error;
    const why = reason instanceof Error ? reason.message : String(reason);
    const message = `The ledger at ${url} cannot be read: ${why}. Check the payment provider, and try again.`;
    throw new Error(message, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Leaving the loop early cancels the response; the body throws if it breaks off.
 * @param heard called whenever data arrives.
 */
async function* linesOf(
  body: ReadableStream<Uint8Array>,
  heard: () => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    heard();
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > lineCharactersMax) throw new Error('a line is too long');
    yield* lines;
  }
  yield rest + decoder.decode();
}
