import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually';
import { PaymentRefusedError } from '../provider';
import { deadline, sandboxForFile, untilBeingDecided } from '../testing/running-sandbox';

const running = sandboxForFile();

/** The payment of an order, 10.00 EUR by default. */
function payment() {
  const order = `order-${randomUUID()}`;
  const authorizationKey = `${order}-authorize`;
  const movement = (step: string, amountMinor: bigint, currency: string) => ({
    idempotencyKey: `${order}-${step}`,
    authorizationKey,
    amountMinor,
    currency,
  });
  return {
    authorizationKey,
    authorize: (change: { amountMinor?: bigint; token?: string; callbackUrl?: string } = {}) =>
      running.provider.authorize(
        {
          idempotencyKey: authorizationKey,
          amountMinor: 1000n,
          currency: 'EUR',
          token: 'tok_ok',
          ...change,
        },
        deadline(),
      ),
    lookup: () => running.provider.lookup(authorizationKey, deadline()),
    isBeingDecided: () => untilBeingDecided(running.provider, authorizationKey),
    capture: (step: string, amountMinor: bigint, currency = 'EUR') =>
      running.provider.capture(movement(step, amountMinor, currency), deadline()),
    refund: (step: string, amountMinor: bigint, currency = 'EUR') =>
      running.provider.refund(movement(step, amountMinor, currency), deadline()),
    void: (step = 'void') =>
      running.provider.void({ idempotencyKey: `${order}-${step}`, authorizationKey }, deadline()),
    lines: async () => {
      const lines = await running.ledger();
      return lines.filter((line) => line.idempotencyKey.startsWith(order));
    },
    effects: async () => {
      const lines = await running.ledger();
      return lines
        .filter((line) => line.idempotencyKey.startsWith(order))
        .map((line) => `${line.kind} ${line.amount}`);
    },
  };
}

async function expectRefused(attempt: Promise<unknown>, code: string) {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PaymentRefusedError);
  expect(error).toMatchObject({ code });
}

describe('a ledger line', () => {
  test('has exactly the fields of the contract', async () => {
    const order = payment();
    await order.authorize();
    await order.capture('capture-1', 400n);
    await order.void();
    await order.refund('refund-1', 150n);
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
    const reference = expect.stringMatching(/^(auth|cap|void|ref)_[0-9a-f]{32}$/);
    const currency = 'EUR';
    const prefix = order.authorizationKey.replace('-authorize', '');
    expect(await order.lines()).toEqual(
      [
        ['authorize', 'authorization', '10.00'],
        ['capture-1', 'capture', '4.00'],
        ['void', 'void', '6.00'],
        ['refund-1', 'refund', '1.50'],
      ].map(([step, kind, amount]) => ({
        idempotencyKey: `${prefix}-${step}`,
        kind,
        reference,
        amount,
        currency,
        at,
      })),
    );
  });

  test('has amounts with the decimals of the currency', async () => {
    const order = payment();
    const key = order.authorizationKey;
    for (const [currency, amount] of [
      ['JPY', '1250'],
      ['KWD', '1.250'],
    ] as const) {
      const request = { amountMinor: 1250n, currency, token: 'tok_ok' };
      const idempotencyKey = `${key}-${currency}`;
      await running.provider.authorize({ ...request, idempotencyKey }, deadline());
      const lines = await running.ledger();
      const line = lines.find((each) => each.idempotencyKey === idempotencyKey);
      expect(line).toMatchObject({ amount, currency });
    }
  });
});

describe('a repeated key', () => {
  test('has its effect once for concurrent requests', async () => {
    for (const token of ['tok_ok', 'tok_slow']) {
      const order = payment();
      const outcomes = await Promise.all(
        Array.from({ length: 25 }, () => order.authorize({ token })),
      );
      expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
      await Promise.all(Array.from({ length: 25 }, () => order.capture('capture-1', 600n)));
      expect(await order.effects()).toEqual(['authorization 10.00', 'capture 6.00']);
    }
  });

  test('with another request is rejected, for every verb', async () => {
    const reused = 'idempotency_key_reused';
    const order = payment();
    await order.authorize();
    await expectRefused(order.authorize({ amountMinor: 1001n }), reused);
    await expectRefused(order.authorize({ token: 'tok_review' }), reused);
    await expectRefused(order.capture('authorize', 100n), reused);
    await order.capture('capture-1', 400n);
    await expectRefused(order.capture('capture-1', 401n), reused);
    await expectRefused(order.refund('capture-1', 400n), reused);
    await expectRefused(order.void('capture-1'), reused);
    expect(await order.effects()).toEqual(['authorization 10.00', 'capture 4.00']);
  });

  test('of a failed attempt with another request is rejected', async () => {
    const order = payment();
    await expect(order.authorize({ token: 'tok_flaky' })).rejects.toThrow(/500/);
    await expectRefused(order.authorize({ token: 'tok_ok' }), 'idempotency_key_reused');
  });

  test('with another request is rejected while the first is being decided', async () => {
    const order = payment();
    const slow = order.authorize({ token: 'tok_slow' });
    await order.isBeingDecided();
    await expectRefused(order.authorize({ token: 'tok_ok' }), 'idempotency_key_reused');
    expect((await slow).outcome).toBe('authorized');
  });

  test('may have another callback URL', async () => {
    const order = payment();
    const first = await order.authorize({ callbackUrl: 'http://127.0.0.1:1/a' });
    expect(await order.authorize({ callbackUrl: 'http://127.0.0.1:1/b' })).toEqual(first);
  });
});

describe('money', () => {
  test('is never captured beyond the authorization, even by concurrent captures', async () => {
    const order = payment();
    await order.authorize();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, number) => order.capture(`capture-${number}`, 300n)),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(3);
    await expectRefused(order.capture('capture-x', 101n), 'capture_exceeds_authorization');
    await order.capture('capture-y', 100n);
  });

  test('in another currency is refused', async () => {
    const order = payment();
    await order.authorize();
    await expectRefused(order.capture('capture-1', 100n, 'USD'), 'currency_differs');
    await expectRefused(order.refund('refund-1', 0n, 'USD'), 'currency_differs');
  });

  test('that was refused stays refused for that key, even if it would be possible now', async () => {
    const order = payment();
    await order.authorize();
    await expectRefused(order.refund('refund-1', 100n), 'refund_exceeds_capture');
    await order.capture('capture-1', 500n);
    await running.restart();
    await expectRefused(order.refund('refund-1', 100n), 'refund_exceeds_capture');
    await order.refund('refund-2', 100n);
  });

  test('is not captured without an authorization', async () => {
    await expectRefused(payment().capture('capture-1', 1n), 'authorization_unknown');
    const declined = payment();
    await declined.authorize({ token: 'tok_declined' });
    await expectRefused(declined.capture('capture-1', 1n), 'authorization_declined');
    const pending = payment();
    await pending.authorize({ token: 'tok_action' });
    await expectRefused(pending.capture('capture-1', 1n), 'authorization_not_settled');
  });
});

describe('a void', () => {
  test('of an unknown authorization leaves a tombstone and no ledger line', async () => {
    const order = payment();
    await order.void();
    expect(await order.lookup()).toEqual({ outcome: 'voided' });
    await running.restart();
    expect(await order.authorize()).toEqual({ outcome: 'voided' });
    expect(await order.authorize({ token: 'tok_flaky' })).toEqual({ outcome: 'voided' });
    expect(await order.effects()).toEqual([]);
  });

  test('while the authorization is being decided wins', async () => {
    const order = payment();
    const slow = order.authorize({ token: 'tok_slow' });
    await order.isBeingDecided();
    await order.void();
    expect(await slow).toEqual({ outcome: 'voided' });
    expect(await order.effects()).toEqual([]);
  });

  test('releases what is not captured and prevents further captures', async () => {
    const order = payment();
    await order.authorize();
    await order.capture('capture-1', 250n);
    await order.void();
    await expectRefused(order.capture('capture-2', 1n), 'authorization_voided');
    await order.refund('refund-1', 250n);
    await order.void('void-again');
    const effects = ['authorization 10.00', 'capture 2.50', 'void 7.50', 'refund 2.50'];
    expect(await order.effects()).toEqual(effects);
    expect(await order.authorize()).toEqual({ outcome: 'voided' });
  });

  test('of an undecided or declined authorization releases nothing', async () => {
    for (const token of ['tok_async', 'tok_action', 'tok_declined']) {
      const order = payment();
      await order.authorize({ token });
      await order.void();
      expect(await order.effects()).toEqual([]);
    }
  });

  test('of a pending authorization prevents its later authorisation', async () => {
    const order = payment();
    await order.authorize({ token: 'tok_async' });
    await order.void();
    const later = payment();
    await later.authorize({ token: 'tok_async' });
    await eventually('a later one', async () => (await later.lookup())?.outcome === 'authorized');
    expect(await order.lookup()).toEqual({ outcome: 'voided' });
    expect(await order.effects()).toEqual([]);
  });

  test('disables the 3-D Secure page', async () => {
    const order = payment();
    const outcome = await order.authorize({ token: 'tok_action' });
    await order.void();
    if (outcome.outcome !== 'action_required') throw new Error(`it is ${outcome.outcome}`);
    const page = await fetch(outcome.redirectUrl);
    expect(page.status).toBe(410);
    expect(await order.effects()).toEqual([]);
  });
});
