import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { eventually } from '../../platform/testing/eventually';
import { type AuthorizeOutcome, PaymentUnavailableError } from '../provider';
import { pressButton } from '../testing/press-button';
import {
  deadline,
  plainHeaders,
  receiverForFile,
  sandboxForFile,
} from '../testing/running-sandbox';
import { tokenTable } from './tokens';

const running = sandboxForFile();
const receiver = receiverForFile();

function newOrder(token: string) {
  const authorizationKey = `order-${randomUUID()}-authorize`;
  const request = { idempotencyKey: authorizationKey, amountMinor: 1250n, currency: 'EUR', token };
  return {
    authorizationKey,
    authorize: () =>
      running.provider.authorize({ ...request, callbackUrl: receiver.url }, deadline()),
    lookup: () => running.provider.lookup(authorizationKey, deadline()),
    capture: (number: number, amountMinor: bigint) => {
      const idempotencyKey = authorizationKey.replace('authorize', `capture-${number}`);
      const capture = { idempotencyKey, authorizationKey, amountMinor, currency: 'EUR' };
      return running.provider.capture(capture, deadline());
    },
    ledgerKinds: async () => {
      const order = authorizationKey.replace('-authorize', '');
      const lines = await running.ledger();
      return lines
        .filter((line) => line.idempotencyKey.startsWith(order))
        .map((line) => `${line.kind} ${line.amount} ${line.currency}`);
    },
    callbacks: () =>
      receiver.received.flatMap(({ headers, body }) => {
        const callback = running.provider.readCallback(plainHeaders(headers), body);
        return callback?.idempotencyKey === authorizationKey ? [callback] : [];
      }),
  };
}

const authorized: AuthorizeOutcome = {
  outcome: 'authorized',
  reference: expect.stringMatching(/^auth_[0-9a-f]{32}$/),
  brand: 'visa',
  last4: '4242',
  fingerprint: null,
  fraudSignal: false,
};
const authorizationLine = 'authorization 12.50 EUR';

async function expectAuthorizedOnce(order: ReturnType<typeof newOrder>) {
  expect(await order.lookup()).toEqual(authorized);
  expect(await order.authorize()).toEqual(authorized);
  expect(await order.ledgerKinds()).toEqual([authorizationLine]);
}

/** A test for every token. The compiler requires an entry for each token in the table. */
const outcomes: Record<keyof typeof tokenTable, [sentence: string, proof: () => Promise<void>]> = {
  tok_ok: [
    'authorises at once, as visa 4242',
    async () => {
      const order = newOrder('tok_ok');
      expect(await order.authorize()).toEqual(authorized);
      await expectAuthorizedOnce(order);
    },
  ],
  tok_declined: [
    'is declined as card_declined',
    () => expectDeclined('tok_declined', 'card_declined'),
  ],
  tok_insufficient_funds: [
    'is declined as insufficient_funds',
    () => expectDeclined('tok_insufficient_funds', 'insufficient_funds'),
  ],
  tok_slow: [
    'authorises after two seconds',
    async () => {
      const order = newOrder('tok_slow');
      const startedAt = performance.now();
      expect(await order.authorize()).toEqual(authorized);
      expect(performance.now() - startedAt).toBeGreaterThan(1_950);
      await expectAuthorizedOnce(order);
    },
  ],
  tok_async: [
    'returns pending and authorises by a signed callback after one second',
    async () => {
      const order = newOrder('tok_async');
      const startedAt = performance.now();
      const reference = expect.any(String) as string;
      expect(await order.authorize()).toEqual({ outcome: 'pending', reference });
      expect(await order.ledgerKinds()).toEqual([]);
      const [callback] = await eventually('the callback', () => {
        const callbacks = order.callbacks();
        return callbacks.length > 0 && callbacks;
      });
      expect(performance.now() - startedAt).toBeGreaterThan(950);
      expect(callback?.outcome).toEqual(authorized);
      await expectAuthorizedOnce(order);
    },
  ],
  tok_action: [
    "requires 3-D Secure and authorises by a callback when the page's button is pressed",
    async () => {
      const order = newOrder('tok_action');
      const outcome = await order.authorize();
      if (outcome.outcome !== 'action_required') throw new Error(`it is ${outcome.outcome}`);
      const lifetimeMs = outcome.expiresAt.getTime() - Date.now();
      expect(lifetimeMs).toBeGreaterThan(14 * 60_000);
      expect(await order.ledgerKinds()).toEqual([]);
      await pressButton(outcome.redirectUrl, 'Authorise');
      await eventually('the callback', () => order.callbacks().length > 0);
      expect(order.callbacks()[0]?.outcome).toEqual(authorized);
      await fetch(outcome.redirectUrl);
      await expectAuthorizedOnce(order);
    },
  ],
  tok_flaky: [
    'fails twice with 500, then authorises',
    async () => {
      const order = newOrder('tok_flaky');
      await expect(order.authorize()).rejects.toThrow(/500/);
      await expect(order.authorize()).rejects.toThrow(PaymentUnavailableError);
      expect(await order.ledgerKinds()).toEqual([]);
      expect(await order.lookup()).toBeNull();
      expect(await order.authorize()).toEqual(authorized);
      await expectAuthorizedOnce(order);
    },
  ],
  tok_lost_answer: [
    'authorises, then drops the connection once',
    async () => {
      const order = newOrder('tok_lost_answer');
      await expect(order.authorize()).rejects.toThrow(PaymentUnavailableError);
      expect(await order.ledgerKinds()).toEqual([authorizationLine]);
      await expectAuthorizedOnce(order);
    },
  ],
  tok_review: [
    'authorises with a fraud signal',
    async () => {
      const outcome = await newOrder('tok_review').authorize();
      expect(outcome).toEqual({ ...authorized, fraudSignal: true });
    },
  ],
  tok_capture_fails: [
    'authorises; the first capture of each key fails with 500, the second works',
    async () => {
      const order = newOrder('tok_capture_fails');
      expect(await order.authorize()).toEqual(authorized);
      for (const number of [1, 2]) {
        await expect(order.capture(number, 600n)).rejects.toThrow(PaymentUnavailableError);
        const { reference } = await order.capture(number, 600n);
        expect(await order.capture(number, 600n)).toEqual({ reference });
      }
      const captureLine = 'capture 6.00 EUR';
      expect(await order.ledgerKinds()).toEqual([authorizationLine, captureLine, captureLine]);
    },
  ],
};

async function expectDeclined(token: string, declineCode: string) {
  const order = newOrder(token);
  expect(await order.authorize()).toEqual({ outcome: 'declined', declineCode });
  expect(await order.lookup()).toEqual({ outcome: 'declined', declineCode });
  expect(await order.ledgerKinds()).toEqual([]);
}

describe('a payment token', () => {
  for (const [token, [sentence, proof]] of Object.entries(outcomes)) {
    test.concurrent(`${token} ${sentence}`, proof);
  }

  test('that is not in the table is declined as invalid_token', async () => {
    for (const token of ['tok_ok_2', 'tok_OK', 'constructor', 'x']) {
      await expectDeclined(token, 'invalid_token');
    }
  });

  test('is in the table of the guide', async () => {
    const guide = await readFile(path.join(repositoryRoot, 'docs/guides/testing.md'), 'utf8');
    const documented = [...guide.matchAll(/^\| `(tok_\w+)` \|/gm)].map((match) => match[1]);
    expect(documented).toEqual(Object.keys(tokenTable));
  });
});
