import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openForFile } from '../platform/testing/open-for-file';
import { PaymentRefusedError, PaymentUnavailableError } from './provider';
import { sandboxStage, stripeStage } from './testing/provider-stages';
import { deadline } from './testing/running-sandbox';

const settledWithin = { timeout: 20_000, interval: 50 };

describe.each([
  ['the sandbox', sandboxStage],
  ['Stripe', stripeStage],
] as const)('%s', (_name, open) => {
  const stage = openForFile(open, (opened) => opened.end());

  /** The payment of 10.00 EUR for an order, which stores the provider's reference. */
  function payment() {
    const order = `order-${randomUUID()}`;
    const authorizationKey = `${order}-authorize`;
    const kept: { reference: string | null; isClosed: boolean } = {
      reference: null,
      isClosed: false,
    };
    const money = { amountMinor: 1_000n, currency: 'EUR' };
    const keep = async (reference: string) => {
      if (kept.isClosed) throw new Error('The order is decided.');
      kept.reference = reference;
    };
    const movement = (step: string, amountMinor: bigint) => ({
      idempotencyKey: `${order}-${step}`,
      authorizationKey,
      amountMinor,
      currency: 'EUR',
      reference: kept.reference,
    });
    return {
      kept,
      authorizationKey,
      authorize: (token: string, change: { amountMinor?: bigint } = {}) =>
        stage.provider.authorize(
          { idempotencyKey: authorizationKey, token, ...money, ...change, ...kept, keep },
          deadline(),
        ),
      capture: (step: string, amountMinor: bigint) =>
        stage.provider.capture(movement(step, amountMinor), deadline()),
      refund: (step: string, amountMinor: bigint) =>
        stage.provider.refund(movement(step, amountMinor), deadline()),
      void: (step = 'void') => {
        kept.isClosed = true;
        return stage.provider.void(
          {
            idempotencyKey: `${order}-${step}`,
            authorizationKey,
            reference: kept.reference,
            authorization: money,
          },
          deadline(),
        );
      },
      effects: () => stage.effects(authorizationKey),
    };
  }

  const codeOf = (attempt: Promise<unknown>): Promise<unknown> =>
    attempt.then(
      () => 'no error',
      (error: unknown) => (error instanceof PaymentRefusedError ? error.code : error),
    );

  test('authorises once for repeated requests', async () => {
    const order = payment();
    const first = await order.authorize(stage.tokens.good);
    expect(first).toMatchObject({ outcome: 'authorized', brand: 'visa', last4: '4242' });
    expect(first).toMatchObject({ fraudSignal: false });
    expect(await order.authorize(stage.tokens.good)).toEqual(first);
    expect(await order.effects()).toEqual(['authorize 1000']);
  });

  test('authorises once for concurrent requests', async () => {
    const order = payment();
    const all = await Promise.allSettled(
      Array.from({ length: 10 }, () => order.authorize(stage.tokens.good)),
    );
    for (const one of all) {
      if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(PaymentUnavailableError);
    }
    expect(await order.authorize(stage.tokens.good)).toMatchObject({ outcome: 'authorized' });
    expect(await order.effects()).toEqual(['authorize 1000']);
  });

  test('rejects a key that was used for another request', async () => {
    const order = payment();
    await order.authorize(stage.tokens.good);
    const other = order.authorize(stage.tokens.good, { amountMinor: 1_001n });
    expect(await codeOf(other)).toBe('idempotency_key_reused');
  });

  test('returns a decline with its code, also for a repeated request', async () => {
    const order = payment();
    const declined = { outcome: 'declined', declineCode: stage.declineCode };
    expect(await order.authorize(stage.tokens.declined)).toEqual(declined);
    expect(await order.authorize(stage.tokens.declined)).toEqual(declined);
    expect(await order.effects()).toEqual([]);
  });

  test('declines or rejects an unknown token', async () => {
    const answer = await codeOf(payment().authorize('card-of-nobody')).catch(() => 'refused');
    expect(['no error', 'invalid_token']).toContain(answer);
  });

  test('tells one card from another, for any payment', async () => {
    const printOf = async (token: string) => {
      const outcome = await payment().authorize(token);
      return outcome.outcome === 'authorized' ? outcome.fingerprint : outcome;
    };
    const { card, otherCard } = stage.tokens;
    const first = await printOf(card);
    expect(first).toEqual(expect.any(String));
    expect(await printOf(card)).toBe(first);
    expect(await printOf(otherCard)).not.toBe(first);
  });

  test('marks a payment with a fraud signal', async () => {
    const outcome = await payment().authorize(stage.tokens.suspicious);
    expect(outcome).toMatchObject({ outcome: 'authorized', fraudSignal: true });
  });

  test('returns pending, and later authorised', async () => {
    const order = payment();
    expect(await order.authorize(stage.tokens.async)).toMatchObject({ outcome: 'pending' });
    await stage.settle(order.authorizationKey, null);
    await expect
      .poll(() => order.authorize(stage.tokens.async), settledWithin)
      .toMatchObject({ outcome: 'authorized' });
    expect(await order.effects()).toEqual(['authorize 1000']);
  });

  test('sends the buyer to the bank for 3-D Secure, and authorises afterwards', async () => {
    const order = payment();
    const outcome = await order.authorize(stage.tokens.action);
    expect(outcome).toMatchObject({
      outcome: 'action_required',
      redirectUrl: expect.stringMatching(/^https?:\/\//),
      expiresAt: expect.any(Date),
    });
    const { redirectUrl } = outcome as { redirectUrl: string };
    await stage.settle(order.authorizationKey, redirectUrl);
    await expect
      .poll(() => order.authorize(stage.tokens.action), settledWithin)
      .toMatchObject({ outcome: 'authorized' });
  });

  test('after a lost response, the same key has its effect once', async () => {
    const order = payment();
    const token = stage.loseAnswer();
    await expect(order.authorize(token)).rejects.toThrow(PaymentUnavailableError);
    expect(await order.authorize(token)).toMatchObject({ outcome: 'authorized' });
    expect(await order.effects()).toEqual(['authorize 1000']);
  });

  test('captures in parts, each once, up to the authorised amount', async () => {
    const order = payment();
    await order.authorize(stage.tokens.good);
    const first = await order.capture('capture-1', 400n);
    expect(await order.capture('capture-1', 400n)).toEqual(first);
    expect(await codeOf(order.capture('capture-1', 300n))).toBe('idempotency_key_reused');
    expect(await codeOf(order.capture('capture-9', 601n))).toBe('capture_exceeds_authorization');
    await order.capture('capture-2', 600n);
    expect(await order.effects()).toEqual(['authorize 1000', 'capture 400', 'capture 600']);
  });

  test('voids an authorization once', async () => {
    const order = payment();
    await order.authorize(stage.tokens.good);
    await order.void();
    await order.void();
    expect(await order.effects()).toEqual(['authorize 1000', 'cancel 1000']);
    expect(await codeOf(order.capture('capture-1', 1n))).toBe('authorization_voided');
    order.kept.isClosed = false;
    expect(await order.authorize(stage.tokens.good)).toEqual({ outcome: 'voided' });
  });

  test('voids the rest after a partial capture', async () => {
    const order = payment();
    await order.authorize(stage.tokens.good);
    await order.capture('capture-1', 400n);
    await order.void();
    expect(await order.effects()).toEqual(['authorize 1000', 'capture 400', 'cancel 600']);
  });

  test('refuses to void a full capture', async () => {
    const order = payment();
    await order.authorize(stage.tokens.good);
    await order.capture('capture-1', 1_000n);
    expect(await codeOf(order.void())).toBe('already_captured');
  });

  test('refunds in parts, each once, up to the captured amount', async () => {
    const order = payment();
    await order.authorize(stage.tokens.good);
    await order.capture('capture-1', 1_000n);
    const first = await order.refund('refund-1', 300n);
    expect(await order.refund('refund-1', 300n)).toEqual(first);
    expect(await codeOf(order.refund('refund-2', 701n))).not.toBe('no error');
    await order.refund('refund-3', 700n);
    const moved = ['authorize 1000', 'capture 1000', 'refund 300', 'refund 700'];
    expect(await order.effects()).toEqual(moved);
  });

  test('a void that arrives first prevents the payment for good', async () => {
    const order = payment();
    await order.void();
    order.kept.isClosed = false;
    expect(await order.authorize(stage.tokens.good)).toEqual({ outcome: 'voided' });
    expect(await order.effects()).toEqual([]);
  });

  test('a callback is accepted only if it is signed', async () => {
    const order = payment();
    await order.authorize(stage.tokens.good);
    const { headers, body } = stage.callback(order.authorizationKey);
    const { authorizationKey: idempotencyKey } = order;
    expect(stage.provider.readCallback(headers, body)).toMatchObject({ idempotencyKey });
    expect(stage.provider.readCallback(headers, Buffer.concat([body, body]))).toBeNull();
    expect(stage.provider.readCallback({}, body)).toBeNull();
  });
});
