import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { testGateway } from '../testing/running-gateway';
import { drainDeadlineMs, idleGraceMs } from './limits';

it('a connection without a request does not delay the stop', async () => {
  const stopping = await testGateway();
  const socket = connect(Number(new URL(stopping.url).port), '127.0.0.1');
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  const cut = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.resume().on('error', () => undefined);
  const startedAtMs = performance.now();
  await stopping.stop();
  await cut;
  expect(performance.now() - startedAtMs).toBeLessThan(drainDeadlineMs);
});

it('an idle connection has one more request answered by a gateway that stops', async () => {
  // Long enough that a busy machine does not take as long.
  const graceMs = 4 * idleGraceMs;
  const stopping = await testGateway({ idleGraceMs: graceMs });
  const socket = connect(Number(new URL(stopping.url).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  const ended = new Promise<void>((resolve) => socket.once('end', () => resolve()));
  const request = 'GET /health HTTP/1.1\r\nHost: gateway\r\n\r\n';
  socket.write(request);
  await expect.poll(() => text.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
  expect(text).not.toMatch(/connection: close/i);
  const stopped = stopping.stop();
  await expect(fetch(stopping.url)).rejects.toThrow();
  socket.write(request);
  await ended;
  expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  expect(text).toMatch(/connection: close/i);
  const startedAtMs = performance.now();
  await stopped;
  expect(performance.now() - startedAtMs).toBeLessThan(graceMs);
});
