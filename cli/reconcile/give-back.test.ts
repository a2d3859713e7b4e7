import { describe, expect, test } from 'vitest';
import type { PaymentProvider } from '../../payments/provider';
import { openStripe } from '../../payments/stripe/client';
import { stripeMovements } from '../../payments/stripe/movements';
import { StripeProvider } from '../../payments/stripe-provider';
import { deadline, runSandbox } from '../../payments/testing/running-sandbox';
import {
  runStripeStub,
  stripeSecretKey,
  stripeWebhookSecret,
} from '../../payments/testing/stripe-stub';
import type { AuditEntry } from '../../platform/audit/entry';
import { openForFile } from '../../platform/testing/open-for-file';
import { uuidV7 } from '../../platform/values/uuid';
import { ledgerMovements, type ReadMovements } from '../../verify/ledger';
import { findOpenPayments, type OpenPayment } from '../../verify/open-payments';
import { type GivingBack, giveBack } from './give-back';

interface Stage {
  readonly provider: PaymentProvider;
  readonly token: string;
  readonly movements: ReadMovements;
  end(): Promise<void>;
}

async function sandboxStage(): Promise<Stage> {
  const { provider, sandbox, end } = await runSandbox();
  const url = `${sandbox.url}/ledger`;
  return { provider, token: 'tok_ok', movements: () => ledgerMovements({ url }), end };
}

async function stripeStage(): Promise<Stage> {
  const stub = await runStripeStub();
  const client = { secretKey: stripeSecretKey, apiUrl: stub.url };
  const returnUrl = 'https://shop.example/paid';
  return {
    provider: new StripeProvider({ ...client, webhookSecret: stripeWebhookSecret, returnUrl }),
    token: 'tok_visa',
    movements: (since, signal) => stripeMovements(openStripe(client), since, signal),
    end: stub.end,
  };
}

describe.each([
  ['the sandbox', sandboxStage],
  ['Stripe', stripeStage],
] as const)('%s', (_name, open) => {
  const stage = openForFile(open, (opened) => opened.end());

  /** A payment of 10.00 EUR whose order was lost. */
  async function lost(capturedMinor = 0n, refundedMinor = 0n): Promise<string> {
    const orderId = uuidV7();
    const authorizationKey = `order-${orderId}-authorize`;
    const money = { amountMinor: 1_000n, currency: 'EUR' };
    const request = { ...money, idempotencyKey: authorizationKey, token: stage.token };
    const authorized = await stage.provider.authorize(request, deadline());
    const reference = authorized.outcome === 'authorized' ? authorized.reference : null;
    const movement = (step: string, amountMinor: bigint) => ({
      idempotencyKey: `order-${orderId}-${step}`,
      authorizationKey,
      amountMinor,
      currency: 'EUR',
      reference,
    });
    if (capturedMinor > 0n)
      await stage.provider.capture(movement('capture-1', capturedMinor), deadline());
    if (refundedMinor > 0n)
      await stage.provider.refund(movement('refund-1', refundedMinor), deadline());
    return orderId;
  }

  async function openOf(orderIds: readonly string[]): Promise<readonly OpenPayment[]> {
    const unknownOrders = async (ids: readonly string[]) =>
      ids.filter((id) => orderIds.includes(id));
    const sources = { movements: stage.movements, unknownOrders };
    const { payments } = await findOpenPayments(sources, null, deadline());
    return payments;
  }

  async function onlyOpen(orderId: string): Promise<OpenPayment> {
    const [payment] = await openOf([orderId]);
    if (payment === undefined) throw new Error(`The payment of ${orderId} is not open.`);
    return payment;
  }

  async function moved(orderId: string): Promise<string[]> {
    const found: string[] = [];
    for await (const { idempotencyKey, kind, amountMinor } of stage.movements(null, deadline())) {
      if (idempotencyKey.includes(orderId)) found.push(`${kind} ${amountMinor}`);
    }
    return found.sort();
  }

  /** @param answers whether the order is unknown, for each look-up; the last one stays. */
  function giving(...answers: boolean[]): GivingBack & { readonly recorded: AuditEntry[] } {
    const recorded: AuditEntry[] = [];
    return {
      provider: stage.provider,
      isUnknown: async () => (answers.length > 1 ? answers.shift() : answers[0]) ?? true,
      record: async (entry) => {
        recorded.push(entry);
      },
      recorded,
    };
  }

  test('what is held is released, and what is captured and not refunded is refunded', async () => {
    const [held, captured, partly] = [await lost(), await lost(1_000n), await lost(400n, 100n)];
    const ids = [held, captured, partly];
    const found = await openOf(ids);
    expect(
      found.map(({ orderId, heldMinor, capturedMinor }) => [orderId, heldMinor, capturedMinor]),
    ).toEqual([
      [held, 1_000n, 0n],
      [captured, 0n, 1_000n],
      [partly, 600n, 300n],
    ]);
    const all = giving();
    for (const payment of found) {
      expect(await giveBack(payment, all)).toEqual({ result: 'given-back', reason: null });
    }
    expect(await openOf(ids)).toEqual([]);
    expect(await moved(held)).toEqual(['authorization 1000', 'void 1000']);
    expect(await moved(captured)).toEqual(['authorization 1000', 'capture 1000', 'refund 1000']);
    expect(all.recorded.map(({ action, subject, detail }) => [action, subject, detail])).toEqual([
      ['payment.give_back', `Order:${held}`, '{"void":"10.00","refund":null,"currency":"EUR"}'],
      ['payment.give_back', `Order:${captured}`, '{"void":null,"refund":"10.00","currency":"EUR"}'],
      ['payment.give_back', `Order:${partly}`, '{"void":"6.00","refund":"3.00","currency":"EUR"}'],
    ]);
  });

  test('twice is once, also for a second run that has read the same list', async () => {
    const orderId = await lost(400n);
    const payment = await onlyOpen(orderId);
    const twice = giving();
    await giveBack(payment, twice);
    const once = await moved(orderId);
    expect(await giveBack(payment, twice)).toEqual({ result: 'given-back', reason: null });
    expect(await moved(orderId)).toEqual(once);
    const [first, second] = twice.recorded;
    expect(second?.id).toBe(first?.id);
  });

  test('a payment whose order exists is not touched, and not recorded', async () => {
    const orderId = await lost(400n);
    const payment = await onlyOpen(orderId);
    const found = giving(false);
    expect((await giveBack(payment, found)).result).toBe('order-exists');
    expect(found.recorded).toEqual([]);
    // It appears after the first look-up.
    expect((await giveBack(payment, giving(true, false))).result).toBe('order-exists');
    expect(await moved(orderId)).toEqual(['authorization 1000', 'capture 400']);
    // It appears between the two movements.
    expect((await giveBack(payment, giving(true, true, false))).result).toBe('order-exists');
    expect(await moved(orderId)).toEqual(['authorization 1000', 'capture 400', 'void 600']);
  });

  test('a refusal of the provider is reported', async () => {
    const orderId = await lost(400n);
    const payment = { ...(await onlyOpen(orderId)), heldMinor: 0n, capturedMinor: 401n };
    const { result, reason } = await giveBack(payment, giving());
    expect(result).toBe('refused');
    expect(reason).not.toBe('');
    expect(await moved(orderId)).toEqual(['authorization 1000', 'capture 400']);
  });
});
