import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { apiSecret, deadline, runSandbox, sandboxForFile } from '../testing/running-sandbox';
import { bodyBytesMax } from './limits';

const running = sandboxForFile();

const goodBody = { amount: '12.50', currency: 'EUR', token: 'tok_ok' };

async function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
) {
  const { method = 'POST', headers = {}, body } = options;
  const response = await fetch(running.sandbox.url + path, {
    method,
    headers: {
      authorization: `Bearer ${apiSecret}`,
      'idempotency-key': `key-${randomUUID()}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: deadline(),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}

function expectError(answer: { status: number; body: unknown }, status: number, code: string) {
  expect(answer).toEqual({ status, body: { error: { code, message: expect.any(String) } } });
}

describe('the API', () => {
  test('responds to an authorization with the JSON of the README', async () => {
    const answer = await ask('/authorizations', { body: goodBody });
    expect(answer).toEqual({
      status: 200,
      body: {
        outcome: 'authorized',
        reference: expect.stringMatching(/^auth_/),
        brand: 'visa',
        last4: '4242',
        fingerprint: null,
        fraudSignal: false,
      },
    });
  });

  test('requires the secret everywhere except for ledger, page and health', async () => {
    for (const authorization of ['', 'Bearer wrong', `Bearer ${apiSecret}x`, apiSecret]) {
      const headers = { authorization };
      for (const path of ['/authorizations', '/captures', '/voids', '/refunds', '/else']) {
        expectError(await ask(path, { headers, body: goodBody }), 401, 'unauthorized');
      }
      const lookup = await ask('/authorizations/x', { method: 'GET', headers });
      expectError(lookup, 401, 'unauthorized');
      expect((await ask('/ledger', { method: 'GET', headers })).status).toBe(200);
      expect((await ask('/health', { method: 'GET', headers })).status).toBe(200);
      expect((await ask('/3d-secure/x', { method: 'GET', headers })).status).toBe(404);
    }
  });

  test('rejects invalid requests without an effect', async () => {
    const before = await running.ledger();
    const faults: [unknown, string][] = [
      ['{"amount":', 'body_invalid'],
      ['null', 'body_invalid'],
      [{ ...goodBody, amount: 12.5 }, 'body_invalid'],
      [{ ...goodBody, currency: 'eur' }, 'body_invalid'],
      [{ ...goodBody, token: '' }, 'body_invalid'],
      [{ ...goodBody, surprise: 1 }, 'body_invalid'],
      [{ ...goodBody, callbackUrl: 'file:///etc/passwd' }, 'body_invalid'],
      [{ ...goodBody, amount: '-1.00' }, 'amount_invalid'],
      [{ ...goodBody, amount: '1.001' }, 'amount_invalid'],
      [{ ...goodBody, amount: '1e3' }, 'amount_invalid'],
    ];
    for (const [body, code] of faults) {
      expectError(await ask('/authorizations', { body }), 400, code);
    }
    for (const key of ['', 'two words', 'x'.repeat(256)]) {
      const answer = await ask('/authorizations', {
        headers: { 'idempotency-key': key },
        body: goodBody,
      });
      expectError(answer, 400, 'idempotency_key_invalid');
    }
    expect(await running.ledger()).toEqual(before);
  });

  test('accepts an amount with fewer decimals as the same amount', async () => {
    const headers = { 'idempotency-key': 'shorter-amount' };
    const first = await ask('/authorizations', { headers, body: goodBody });
    const again = await ask('/authorizations', { headers, body: { ...goodBody, amount: '12.5' } });
    expect(again).toEqual(first);
  });

  test('rejects other paths and methods', async () => {
    expectError(await ask('/else', { method: 'GET' }), 404, 'not_found');
    expectError(await ask('/captures', { method: 'GET' }), 405, 'method_not_allowed');
    expectError(await ask('/authorizations/x', { body: {} }), 405, 'method_not_allowed');
    expectError(await ask('/authorizations/%ff', { method: 'GET' }), 404, 'authorization_unknown');
  });

  test('rejects a body that is too large, with and without Content-Length', async () => {
    const body = JSON.stringify({ ...goodBody, token: 'x'.repeat(bodyBytesMax) });
    expectError(await ask('/authorizations', { body }), 413, 'body_too_large');
  });

  test('closes a connection that does not finish its headers', async () => {
    const socket = connect(running.sandbox.port, '127.0.0.1');
    // Node itself would wait for a minute, which is longer than a test may take.
    socket.write('POST /authorizations HTTP/1.1\r\nHost: x\r\n');
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
  });
});

test('the metrics count requests by status', async () => {
  const counted = async (status: number): Promise<number> => {
    const { body } = await ask('/metrics', { method: 'GET' });
    const line = new RegExp(`^sandbox_requests_total\\{status="${status}"\\} (\\d+)$`, 'm');
    return Number(line.exec(body)?.[1] ?? 0);
  };
  const before = await counted(404);
  expectError(await ask('/nothing'), 404, 'not_found');
  expect(await counted(404)).toBe(before + 1);
});

describe('the ledger', () => {
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal);

  test.skipIf(others.length === 0)(
    'is public on loopback, and elsewhere requires the API secret, as the metrics do',
    async () => {
      const open = await runSandbox({ host: '0.0.0.0' });
      try {
        const { port } = open.sandbox;
        const far = `http://${others[0]?.address}:${port}/ledger`;
        expect((await fetch(far)).status).toBe(403);
        const as = (authorization: string) => fetch(far, { headers: { authorization } });
        expect((await as('Bearer wrong')).status).toBe(403);
        expect((await as(`Bearer ${apiSecret}`)).status).toBe(200);
        const metrics = `http://${others[0]?.address}:${port}/metrics`;
        expect((await fetch(metrics)).status).toBe(403);
        const near = await fetch(`http://127.0.0.1:${port}/ledger`);
        expect(near.status).toBe(200);
      } finally {
        await open.end();
      }
    },
  );

  test.each([
    ['localhost', 200],
    ['evil.example', 403],
    ['127.0.0.1.evil.example', 403],
  ])('on loopback with the host %s responds with %i', async (host, status) => {
    const socket = connect(running.sandbox.port, '127.0.0.1');
    socket.write(`GET /ledger HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    const [head] = (await once(socket, 'data')) as [Buffer];
    expect(head.toString()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    socket.destroy();
  });

  test('is complete during concurrent writes', async () => {
    const keys = Array.from({ length: 200 }, (_, number) => `many-${number}`);
    await Promise.all(
      keys.map((key) =>
        ask('/authorizations', { headers: { 'idempotency-key': key }, body: goodBody }),
      ),
    );
    const lines = await running.ledger();
    const seen = lines.map((line) => line.idempotencyKey).filter((key) => key.startsWith('many-'));
    expect(new Set(seen)).toEqual(new Set(keys));
    expect(seen).toHaveLength(keys.length);
  });
});

describe('durable writes', () => {
  test('are shared: a hundred payments at once need far fewer syncs', async () => {
    const before = running.sandbox.syncs();
    await Promise.all(
      Array.from({ length: 100 }, () => ask('/authorizations', { body: goodBody })),
    );
    const syncs = running.sandbox.syncs() - before;
    expect(syncs).toBeGreaterThan(0);
    expect(syncs).toBeLessThan(50);
  });

  test('are not repeated for a repeated key', async () => {
    const headers = { 'idempotency-key': 'no-sync' };
    await ask('/authorizations', { headers, body: goodBody });
    const before = running.sandbox.syncs();
    await ask('/authorizations', { headers, body: goodBody });
    expect(running.sandbox.syncs()).toBe(before);
  });
});

describe('the 3-D Secure page', () => {
  async function newPage(): Promise<string> {
    const { body } = await ask('/authorizations', { body: { ...goodBody, token: 'tok_action' } });
    return new URL(body.redirectUrl).pathname;
  }

  test('is not confirmed by a HEAD request, as link previews send', async () => {
    const path = await newPage();
    const before = await running.ledger();
    const response = await fetch(running.sandbox.url + path, { method: 'HEAD' });
    expect(response.status).toBe(401);
    expect(await running.ledger()).toEqual(before);
  });
});
