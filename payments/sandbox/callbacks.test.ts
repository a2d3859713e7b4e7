import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually';
import type { PaymentCallback } from '../provider';
import {
  type CallbackReceiver,
  deadline,
  plainHeaders,
  type RunningSandbox,
  receiveCallbacks,
  runSandbox,
} from '../testing/running-sandbox';

let running: RunningSandbox;
let receiver: CallbackReceiver;

beforeEach(async () => {
  running = await runSandbox();
  receiver = await receiveCallbacks();
});
afterEach(async () => {
  await running.end();
  await receiver.end();
});

function authorize(token: string, callbackUrl: string | undefined = receiver.url) {
  const idempotencyKey = `order-${randomUUID()}-authorize`;
  const request = { idempotencyKey, amountMinor: 500n, currency: 'EUR', token, callbackUrl };
  return running.provider
    .authorize(request, deadline())
    .then((outcome) => ({ idempotencyKey, outcome }));
}

function readAll(): (PaymentCallback | null)[] {
  return receiver.received.map(({ headers, body }) =>
    running.provider.readCallback(plainHeaders(headers), body),
  );
}

function ids(): Set<string | undefined> {
  return new Set(receiver.received.map(({ headers }) => headers['webhook-id']?.toString()));
}

describe('a callback', () => {
  test('is sent once if it is accepted', async () => {
    const { idempotencyKey } = await authorize('tok_async');
    await eventually('the callback', () => receiver.received.length > 0);
    // A repetition of the first callback would arrive before that of a second payment.
    await authorize('tok_async');
    await eventually('the second callback', () => ids().size === 2);
    expect(readAll().filter((each) => each?.idempotencyKey === idempotencyKey)).toHaveLength(1);
  });

  test('is retried with the same id until it is accepted', async () => {
    receiver.status = 503;
    await authorize('tok_async');
    await eventually('three attempts', () => receiver.received.length >= 3);
    receiver.status = 200;
    const before = receiver.received.length;
    await eventually('another attempt', () => receiver.received.length > before);
    expect(ids().size).toBe(1);
    expect(readAll()).not.toContain(null);
  });

  test('is sent after a restart, also if it became due during the downtime', async () => {
    receiver.status = 500;
    const owed = await authorize('tok_async');
    await eventually('a failed attempt', () => receiver.received.length > 0);
    const undecided = await authorize('tok_async');
    await running.restart();
    receiver.received.length = 0;
    receiver.status = 204;
    const keys = () => new Set(readAll().map((each) => each?.idempotencyKey));
    await eventually('both callbacks', () => keys().size === 2);
    expect(keys()).toEqual(new Set([owed.idempotencyKey, undecided.idempotencyKey]));
    const lines = await running.ledger();
    expect(lines.map((line) => line.kind)).toEqual(['authorization', 'authorization']);
  });

  test('that was accepted is not sent again after a restart', async () => {
    await authorize('tok_async');
    // Wait until the delivery is recorded: a crash before that makes the sandbox send it again.
    await eventually('the record of the delivery', async () =>
      (await readFile(path.join(running.folder, 'ledger.jsonl'), 'utf8')).includes('"delivered"'),
    );
    await running.restart();
    await authorize('tok_async');
    await eventually('the other callback', () => ids().size === 2);
    expect(receiver.received).toHaveLength(2);
  });

  test('does not follow redirects', async () => {
    receiver.status = 302;
    await authorize('tok_async');
    await eventually('two attempts', () => receiver.received.length >= 2);
    expect(ids().size).toBe(1);
  });

  test('is optional: a payment without a callback URL is authorised too', async () => {
    const idempotencyKey = `order-${randomUUID()}-authorize`;
    const request = { idempotencyKey, amountMinor: 1n, currency: 'EUR', token: 'tok_async' };
    await running.provider.authorize(request, deadline());
    await eventually('the authorization', async () => {
      const outcome = await running.provider.lookup(idempotencyKey, deadline());
      return outcome?.outcome === 'authorized';
    });
    expect(receiver.received).toHaveLength(0);
  });
});

describe('an action that the buyer did not take in time', () => {
  test('is declined, with a callback and a message on the page', async () => {
    const short = await runSandbox({ actionLifetimeMs: 300 });
    try {
      const idempotencyKey = `order-${randomUUID()}-authorize`;
      const request = { idempotencyKey, amountMinor: 500n, currency: 'EUR', token: 'tok_action' };
      const outcome = await short.provider.authorize(
        { ...request, callbackUrl: receiver.url },
        deadline(),
      );
      if (outcome.outcome !== 'action_required') throw new Error(`it is ${outcome.outcome}`);
      await eventually('the callback', () => receiver.received.length > 0);
      const declined = { outcome: 'declined', declineCode: 'authentication_expired' };
      expect(readAll()).toEqual([{ idempotencyKey, outcome: declined }]);
      expect(await short.provider.lookup(idempotencyKey, deadline())).toEqual(declined);
      expect((await fetch(outcome.redirectUrl)).status).toBe(410);
      expect(await short.ledger()).toEqual([]);
    } finally {
      await short.end();
    }
  });
});
