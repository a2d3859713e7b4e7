import type { RequestListener, Server } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { serveForTest } from '../platform/testing/serve-for-test';
import { signCallback } from './callback-signature';
import { PaymentRefusedError, PaymentUnavailableError } from './provider';
import { SandboxProvider } from './sandbox-provider';
import { apiSecret, callbackSecret, deadline, runSandbox } from './testing/running-sandbox';

let server: Server | null = null;
let provider: SandboxProvider | null = null;

afterEach(() => provider?.close());

/** A provider connected to a server with this listener. */
async function against(listener: RequestListener, socketsMax?: number): Promise<SandboxProvider> {
  const served = await serveForTest(listener);
  server = served.server;
  provider = new SandboxProvider({ url: served.url, apiSecret, callbackSecret, socketsMax });
  return provider;
}

const request = {
  idempotencyKey: 'order-1-authorize',
  amountMinor: 1250n,
  currency: 'EUR',
  token: 'tok_ok',
};
const errorBody = JSON.stringify({ error: { code: 'some_code', message: 'Some sentence.' } });

describe('an unknown outcome', () => {
  test('is PaymentUnavailableError when the connection is refused', async () => {
    const gone = await against(() => undefined);
    server?.close();
    await expect(gone.authorize(request, deadline())).rejects.toThrow(PaymentUnavailableError);
  });

  test('is PaymentUnavailableError when the connection breaks before or in the response', async () => {
    const before = await against((incoming) => incoming.socket.destroy());
    await expect(before.authorize(request, deadline())).rejects.toThrow(PaymentUnavailableError);
    before.close();
    const inside = await against((incoming, answer) => {
      answer.writeHead(200, { 'content-length': 100 });
      answer.write('{"outcome":', () => incoming.socket.destroy());
    });
    await expect(inside.authorize(request, deadline())).rejects.toThrow(PaymentUnavailableError);
  });

  test('is PaymentUnavailableError when the signal aborts, also while queued', async () => {
    const silent = await against(() => undefined, 1);
    const calls = [1, 2, 3].map(() => silent.authorize(request, AbortSignal.timeout(150)));
    for (const call of calls) await expect(call).rejects.toThrow(PaymentUnavailableError);
    const aborted = AbortSignal.abort();
    await expect(silent.lookup('x', aborted)).rejects.toThrow(PaymentUnavailableError);
  });

  test('is PaymentUnavailableError for temporary statuses', async () => {
    for (const status of [401, 403, 404, 408, 429, 500, 502, 503, 504, 302, 204]) {
      const failing = await against((_, answer) => answer.writeHead(status).end(errorBody));
      await expect(failing.authorize(request, deadline())).rejects.toThrow(PaymentUnavailableError);
      failing.close();
    }
  });

  test('is PaymentUnavailableError when the response is malformed', async () => {
    for (const text of ['', 'null', '<html>', '{"outcome":"maybe"}', 'x'.repeat(100_000)]) {
      const odd = await against((_, answer) => answer.writeHead(200).end(text));
      await expect(odd.authorize(request, deadline())).rejects.toThrow(PaymentUnavailableError);
      odd.close();
    }
  });

  test('of a lookup does not mean an unknown authorization', async () => {
    const strange = await against((_, answer) => answer.writeHead(404).end('Not here'));
    await expect(strange.lookup('x', deadline())).rejects.toThrow(PaymentUnavailableError);
  });
});

describe('a final response', () => {
  test('is PaymentRefusedError with the code', async () => {
    for (const status of [400, 409, 413, 422]) {
      const refusing = await against((_, answer) => answer.writeHead(status).end(errorBody));
      const error = await refusing.authorize(request, deadline()).catch((reason) => reason);
      expect(error).toBeInstanceOf(PaymentRefusedError);
      expect(error).toMatchObject({ code: 'some_code', message: 'Some sentence.' });
      refusing.close();
    }
  });
});

describe('the provider', () => {
  test('reuses connections, and all calls share one listener on a long-lived signal', async () => {
    let connections = 0;
    const answering = await against((_, answer) => {
      answer.end('{"outcome":"voided"}');
    });
    server?.on('connection', () => {
      connections += 1;
    });
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    for (let count = 0; count < 20; count += 1) await answering.lookup('x', signal);
    // A call right after a response may find its connection still busy and open another one.
    expect(connections).toBeLessThanOrEqual(2);
    expect(listeners).toBeLessThanOrEqual(1);
  });

  test('finds nothing for an unused key', async () => {
    const running = await runSandbox();
    try {
      expect(await running.provider.lookup('order-nobody-authorize', deadline())).toBeNull();
      expect(await running.provider.lookup('order/../?#%', deadline())).toBeNull();
    } finally {
      await running.end();
    }
  });

  test('accepts only signed callbacks', async () => {
    const any = await against(() => undefined);
    const outcome = {
      outcome: 'action_required',
      reference: 'auth_1',
      redirectUrl: 'http://127.0.0.1/3d-secure/1',
      clientSecret: null,
      expiresAt: '2026-03-01T12:00:00.000Z',
    };
    const read = (body: unknown, secret = callbackSecret) => {
      const bytes = Buffer.from(JSON.stringify(body));
      return any.readCallback({ ...signCallback(secret, 'evt_1', new Date(), bytes) }, bytes);
    };
    const data = { idempotencyKey: 'order-1-authorize', outcome };
    const type = 'authorization.settled';
    const timestamp = '2026-03-01T12:00:00.000Z';
    expect(read({ type, timestamp, data })).toEqual({
      idempotencyKey: 'order-1-authorize',
      outcome: { ...outcome, expiresAt: new Date(outcome.expiresAt) },
    });
    expect(read({ type, timestamp, data }, 'another-secret')).toBeNull();
    expect(read({ type: 'something.else', timestamp, data })).toBeNull();
    expect(read('text')).toBeNull();
    expect(any.readCallback({}, Buffer.from('{}'))).toBeNull();
  });
});
