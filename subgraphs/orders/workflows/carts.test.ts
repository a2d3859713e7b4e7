import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../config/schema';
import { pricingTerms } from '../../../config/schema/pricing';
import { runSandbox } from '../../../payments/testing/running-sandbox';
import { openForFile } from '../../../platform/testing/open-for-file';
import {
  currencyDecimals,
  decimalFromMinor,
  minorFromDecimal,
} from '../../../platform/values/money';
import { refundAmount } from '../domain/refund-order-input';
import { captureOf, lineTotal, paidStatus, type Totals, totalsOf } from '../domain/totals';

/** One currency of each kind: no decimals, two and three. */
const currencies = ['JPY', 'EUR', 'KWD'] as const;
/** The smallest amount that a provider moves. */
const steps = { JPY: 1n, EUR: 1n, KWD: 10n };
const countries = ['DE', 'AT', 'BE', 'ES', 'FR', 'IT', 'NL', 'US', 'GB', 'JP'];
const cartsMax = 10_000;
/** Carts that are also played through at the sandbox. */
const playedMax = 200;
const playMs = 120_000;

const bought = fc.record({
  quantity: fc.integer({ min: 1, max: 50 }),
  /** A multiple of all steps. */
  unitPriceMinor: fc.bigInt({ min: 0n, max: 50_000n }).map((tens) => 10n * tens),
  /** How much of the line the shipments take, and whether the rest is cancelled. */
  shipped: fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 4 }),
});
const cart = fc.record({
  currency: fc.constantFrom(...currencies),
  country: fc.constantFrom(...countries),
  lines: fc.array(bought, { minLength: 1, maxLength: 12 }),
  isRestCancelled: fc.boolean(),
  /** Refunds, each in percent of what is left to refund. */
  refunds: fc.array(fc.bigInt({ min: 1n, max: 100n }), { maxLength: 4 }),
});

const { pricing } = parseConfiguration({ environment: 'test' });

type Cart = typeof cart extends fc.Arbitrary<infer Value> ? Value : never;

/** The units of each line in each shipment; unless cancelled, the last takes what is left. */
function shipmentsOf({ lines, isRestCancelled }: Cart): number[][] {
  const left = lines.map(({ quantity }) => quantity);
  const rounds = Math.max(...lines.map(({ shipped }) => shipped.length));
  const shipments = Array.from({ length: rounds }, (_, round) =>
    lines.map(({ shipped }, index) => {
      const units = Math.min(shipped[round] ?? 0, left[index] ?? 0);
      left[index] = (left[index] ?? 0) - units;
      return units;
    }),
  );
  if (!isRestCancelled) shipments.push(left);
  return shipments.filter((units) => units.some((count) => count > 0));
}

/** Captures each shipment: no capture is negative, and their sum never exceeds the total. */
function capturedParts(given: Cart, order: Totals) {
  const left = given.lines.map(({ quantity }) => quantity);
  let capturedMinor = 0n;
  const captures: bigint[] = [];
  for (const units of shipmentsOf(given)) {
    let goodsMinor = 0n;
    for (const [index, line] of given.lines.entries()) {
      const count = units[index] ?? 0;
      left[index] = (left[index] ?? 0) - count;
      goodsMinor += line.unitPriceMinor * BigInt(count);
    }
    const isLast = left.every((count) => count === 0);
    const part = captureOf(
      { ...order, stepMinor: steps[given.currency] },
      goodsMinor,
      capturedMinor,
      isLast,
    );
    expect(part >= 0n).toBe(true);
    captures.push(part);
    capturedMinor += part;
    expect(capturedMinor <= order.totalMinor).toBe(true);
  }
  return { capturedMinor, left, captures };
}

/** The refunds one after the other, each with its amount as a client writes it. */
function refundedParts({ refunds, currency }: Cart, capturedMinor: bigint): bigint[] {
  let left = capturedMinor;
  return refunds.flatMap((hundredths) => {
    const stepMinor = steps[currency];
    const wanted = (left * hundredths) / 100n;
    const amount = decimalFromMinor(wanted - (wanted % stepMinor), currency);
    const part = refundAmount(amount, currency, stepMinor);
    if (part === null) return [];
    left -= part;
    return [part];
  });
}

const sumOf = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);

/** The amounts of a cart, from the quote to the last refund, in minor units. */
function bookedOf(given: Cart) {
  const terms = pricingTerms(pricing, given.country, given.currency);
  if (terms === null) throw new Error('This is served.');
  const stepMinor = steps[given.currency];
  const quote = totalsOf(given.lines, { ...terms, stepMinor });
  const order = totalsOf(given.lines.toReversed(), { ...terms, stepMinor });
  const { capturedMinor, left, captures } = capturedParts(given, order);
  const voidedMinor = order.totalMinor - capturedMinor;
  return {
    quote,
    order,
    left,
    captures,
    voidedMinor,
    refunds: refundedParts(given, capturedMinor),
  };
}

/** The lines of the provider's ledger, as the sandbox writes them. */
function ledgerOf(given: Cart, { order, captures, voidedMinor, refunds }: Booked): string[] {
  const line = (kind: string) => (minor: bigint) =>
    `${kind} ${decimalFromMinor(minor, given.currency)} ${given.currency}`;
  return [
    line('authorization')(order.totalMinor),
    ...captures.map(line('capture')),
    ...(voidedMinor > 0n ? [line('void')(voidedMinor)] : []),
    ...refunds.map(line('refund')),
  ];
}

type Booked = ReturnType<typeof bookedOf>;

function sumIn(ledger: readonly string[], kind: string): bigint {
  const amounts = ledger.map((line) => line.split(' ')).filter(([its]) => its === kind);
  return sumOf(amounts.map(([, amount = '', currency = '']) => minorOf(amount, currency)));
}

function minorOf(amount: string, currency: string): bigint {
  const minor = minorFromDecimal(amount, currency);
  if (minor === null) throw new Error(`Not an amount: ${amount} ${currency}`);
  return minor;
}

/** A cancelled rest is worth its goods and their share of the extras, to a step a shipment. */
function expectFairShare(
  given: Cart,
  { subtotalMinor, totalMinor }: Totals,
  left: readonly number[],
  voidedMinor: bigint,
  parts: number,
): void {
  if (subtotalMinor === 0n) return;
  const goodsMinor = given.lines.reduce(
    (sum, line, index) => sum + lineTotal({ ...line, quantity: left[index] ?? 0 }),
    0n,
  );
  const shareMinor = goodsMinor + ((totalMinor - subtotalMinor) * goodsMinor) / subtotalMinor;
  const off = voidedMinor - shareMinor;
  const slack = BigInt(parts + 1) * steps[given.currency];
  expect(off <= slack && off >= -slack).toBe(true);
}

describe(`${cartsMax} carts in currencies with 0, 2 and 3 decimals`, () => {
  it('cost the same in quote, order, payment and ledger, whatever is captured and refunded', () => {
    fc.assert(
      fc.property(cart, (given) => {
        const booked = bookedOf(given);
        const { quote, order, left, captures, voidedMinor, refunds } = booked;
        expect(order).toEqual(quote);
        const { totalMinor } = order;
        // What the API shows is what is charged.
        const shown = decimalFromMinor(totalMinor, given.currency);
        expect(shown.split('.')[1]?.length ?? 0).toBe(currencyDecimals(given.currency));
        expect(minorFromDecimal(shown, given.currency)).toBe(totalMinor);

        expect(voidedMinor >= 0n).toBe(true);
        if (left.every((count) => count === 0)) expect(voidedMinor).toBe(0n);
        expectFairShare(given, order, left, voidedMinor, captures.length);

        const ledger = ledgerOf(given, booked);
        expect(sumIn(ledger, 'authorization')).toBe(totalMinor);
        expect(sumIn(ledger, 'capture') + sumIn(ledger, 'void')).toBe(totalMinor);
        expect(sumIn(ledger, 'capture')).toBe(sumOf(captures));
        expect(sumIn(ledger, 'refund')).toBe(sumOf(refunds));
        expect(sumOf(refunds) <= sumOf(captures)).toBe(true);
        const step = steps[given.currency];
        const moved = [totalMinor, voidedMinor, ...captures, ...refunds];
        expect(moved.filter((amount) => amount % step !== 0n)).toEqual([]);
      }),
      { numRuns: cartsMax },
    );
  });

  it('know the status of a payment, whatever was captured and refunded', () => {
    const amounts = fc.tuple(fc.nat(1_000), fc.nat(1_000), fc.nat(1_000)).map((each) => {
      const [refundedMinor = 0, capturedMinor = 0, totalMinor = 0] = each.sort((a, b) => a - b);
      return {
        refundedMinor: BigInt(refundedMinor),
        capturedMinor: BigInt(capturedMinor) + 1n,
        totalMinor: BigInt(totalMinor) + 1n,
      };
    });
    fc.assert(
      fc.property(amounts, (paid) => {
        const status = paidStatus(paid);
        expect(status.endsWith('REFUNDED')).toBe(paid.refundedMinor > 0n);
        expect(status === 'REFUNDED').toBe(paid.refundedMinor === paid.capturedMinor);
        expect(status === 'CAPTURED').toBe(
          paid.refundedMinor === 0n && paid.capturedMinor === paid.totalMinor,
        );
      }),
    );
  });
});

describe(`${playedMax} of them at the sandbox`, () => {
  const bank = openForFile(runSandbox, (opened) => opened.end());

  const deadline = () => AbortSignal.timeout(playMs);

  async function play(given: Cart, booked: Booked, key: string): Promise<void> {
    const { currency } = given;
    const authorizationKey = `${key}-authorize`;
    const money = (amountMinor: bigint, what: string) => ({
      idempotencyKey: `${key}-${what}`,
      authorizationKey,
      amountMinor,
      currency,
    });
    const { provider } = bank;
    const authorize = { ...money(booked.order.totalMinor, 'authorize'), token: 'tok_ok' };
    await provider.authorize(authorize, deadline());
    for (const [index, part] of booked.captures.entries()) {
      await provider.capture(money(part, `capture-${index}`), deadline());
    }
    if (booked.voidedMinor > 0n) {
      const idempotencyKey = `${key}-void`;
      await provider.void({ idempotencyKey, authorizationKey }, deadline());
    }
    for (const [index, part] of booked.refunds.entries()) {
      await provider.refund(money(part, `refund-${index}`), deadline());
    }
  }

  it('are in its ledger to the minor unit, amount by amount', { timeout: playMs }, async () => {
    const carts = fc.sample(cart, playedMax).map((given) => ({ given, booked: bookedOf(given) }));
    await Promise.all(
      carts.map(({ given, booked }, index) => play(given, booked, `cart-${index}`)),
    );
    const lines = await bank.ledger();
    for (const [index, { given, booked }] of carts.entries()) {
      const own = lines.filter(({ idempotencyKey }) => idempotencyKey.startsWith(`cart-${index}-`));
      const entries = own.map(({ kind, amount, currency }) => `${kind} ${amount} ${currency}`);
      expect(entries).toEqual(ledgerOf(given, booked));
    }
  });
});
