import Fastify, { type FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { measureInFlight } from './in-flight';

let app: FastifyInstance;
let url: string;
let answer: () => void;
const registry = new Registry();

const inFlight = async () => {
  const text = await registry.getSingleMetricAsString('gateway_requests_in_flight');
  return Number(/^gateway_requests_in_flight (\d+)$/m.exec(text)?.[1]);
};

beforeEach(async () => {
  registry.clear();
  app = Fastify();
  measureInFlight(app, registry);
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  app.get('/held', async () => {
    await held;
    return 'answer';
  });
  app.get('/stream', (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200).write('first');
  });
  url = await app.listen({ port: 0 });
});
afterEach(async () => {
  answer();
  app.server.closeAllConnections();
  await app.close();
});

test('requests count until they are answered', async () => {
  const answers = [fetch(`${url}/held`), fetch(`${url}/held`)];
  await expect.poll(inFlight).toBe(2);
  answer();
  for (const each of answers) expect(await (await each).text()).toBe('answer');
  await expect.poll(inFlight).toBe(0);
});

test('requests of disconnected clients do not count', async () => {
  const client = new AbortController();
  const given = fetch(`${url}/held`, { signal: client.signal }).catch(() => 'gone');
  await expect.poll(inFlight).toBe(1);
  client.abort();
  expect(await given).toBe('gone');
  await expect.poll(inFlight).toBe(0);
});

test('open streams do not count', async () => {
  const stream = await fetch(`${url}/stream`);
  expect(await inFlight()).toBe(0);
  await stream.body?.cancel();
});
