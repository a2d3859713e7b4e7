import type { RequestListener } from 'node:http';
import { Registry } from 'prom-client';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test } from 'vitest';
import { type OutgoingMetrics, outgoingMetrics } from '../telemetry/outgoing-metrics';
import { freePort } from '../testing/free-port';
import { serveForTest } from '../testing/serve-for-test';
import { Poster } from './poster';
import { newSigningSecret, signedHeaders } from './signature';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const receiver = async (listener: RequestListener) => `${(await serveForTest(listener)).url}/hook`;

interface Given {
  readonly allowPrivateTargets?: boolean;
  readonly deadlineMs?: number;
  readonly metrics?: OutgoingMetrics;
}

function poster(given: Given = {}): Poster {
  const made = new Poster({
    allowPrivateTargets: true,
    deadlineMs: 10_000,
    responseBytesMax: 65_536,
    userAgent: 'test',
    ...given,
  });
  open.push(() => made.close());
  return made;
}

test('returns the status, and follows no redirect', async () => {
  let requests = 0;
  const url = await receiver((request, response) => {
    requests += 1;
    response.writeHead(request.url === '/hook' ? 302 : 200, { location: '/elsewhere' }).end();
  });
  expect(await poster().post(url, {}, '{}')).toMatchObject({ status: 302 });
  expect(requests).toBe(1);
});

test('gives up on a server that does not answer in time', async () => {
  const url = await receiver(() => undefined);
  const { status, reason } = await poster({ deadlineMs: 200 }).post(url, {}, '{}');
  expect(status).toBeNull();
  expect(reason).toContain('200 ms');
});

test('gives up on a server that sends byte after byte', async () => {
  const url = await receiver((_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('.'), 20);
    response.once('close', () => clearInterval(timer));
  });
  expect((await poster({ deadlineMs: 300 }).post(url, {}, '{}')).status).toBeNull();
});

test('reads no more than its limit of an answer that does not end', async () => {
  let sent = 0;
  const url = await receiver((_request, response) => {
    response.writeHead(200);
    const more = () => {
      sent += 65_536;
      if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(more));
    };
    more();
  });
  expect(await poster().post(url, {}, '{}')).toMatchObject({ status: 200 });
  expect(sent).toBeLessThan(100 * 65_536);
});

test('connects to no private address, by number or by name', async () => {
  let requests = 0;
  const url = await receiver((_request, response) => {
    requests += 1;
    response.end();
  });
  const careful = poster({ allowPrivateTargets: false });
  expect(await careful.post(url, {}, '{}')).toMatchObject({ status: null });
  expect(await careful.post(url.replace('127.0.0.1', 'localhost'), {}, '{}')).toMatchObject({
    status: null,
  });
  expect(requests).toBe(0);
});

test('a delivery signed with two secrets verifies with either', () => {
  const secrets = [newSigningSecret(), newSigningSecret()];
  const body = '{"type":"a.b"}';
  const headers = signedHeaders('evt_1', body, secrets, new Date());
  for (const secret of secrets) {
    expect(new Webhook(secret).verify(body, headers)).toEqual({ type: 'a.b' });
  }
  expect(() => new Webhook(newSigningSecret()).verify(body, headers)).toThrow();
});

test('measures its connections, and the time until each answer', async () => {
  const registry = new Registry();
  const measured = poster({ metrics: outgoingMetrics(registry, 'webhooks') });
  const sockets = new Set<unknown>();
  const url = await receiver(({ socket }, response) => {
    sockets.add(socket);
    response.writeHead(200).end();
  });
  await measured.post(url, {}, '{}');
  await measured.post(url, {}, '{}');
  const nobody = `http://127.0.0.1:${await freePort()}/hook`;
  expect((await measured.post(nobody, {}, '{}')).status).toBeNull();
  const text = await registry.metrics();
  const counted = (outcome: string, count: number) =>
    `outgoing_connections_total{target="webhooks",outcome="${outcome}"} ${count}`;
  expect(text).toContain(counted('opened', sockets.size));
  expect(text).toContain(counted('failed', 1));
  expect(text).toContain('outgoing_time_to_first_byte_seconds_count{target="webhooks"} 2');
});
