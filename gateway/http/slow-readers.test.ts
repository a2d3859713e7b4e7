import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type TestGateway, testGateway } from '../testing/running-gateway';
import { unreadAnswersBytesMax } from './limits';

const timeoutMs = 60_000;
const answerBytesMin = 8_500_000;

let gateway: TestGateway;
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await gateway.stop();
});

const start = async (answerReadSeconds: number) => {
  // Each answer of 9 MB costs thousands of points.
  const limits = { operation: { answerReadSeconds }, rate: { costPerField: 1_000 } };
  gateway = await testGateway({ configuration: { limits } });
};

/** Asks for 9 MB, and reads nothing. */
function ask(): Socket {
  const fields = Array.from(
    { length: 5 },
    (_, place) => `a${place}: product(sku: $s) { sku name }`,
  );
  const query = `query ($s: ID!) { ${fields.join(' ')} }`;
  const body = JSON.stringify({ query, variables: { s: 'x'.repeat(900_000) } });
  const head = [
    'POST /graphql HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/json',
    `Authorization: Bearer ${gateway.token()}`,
    `Content-Length: ${body.length}`,
  ];
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.pause().write(`${head.join('\r\n')}\r\n\r\n${body}`);
  sockets.push(socket);
  return socket;
}

const connections = () =>
  new Promise<number>((resolve, reject) => {
    gateway.app.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });

async function metric(name: string): Promise<number> {
  const text = await gateway.registry.getSingleMetricAsString(name);
  return Number(text.split('\n').at(-1)?.split(' ')[1]);
}

const unreadBytes = () => metric('gateway_unread_answer_bytes');

function bytesRead(socket: Socket): Promise<number> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve(socket.bytesRead));
    socket.resume();
  });
}

test(
  'a client that does not read its answer is disconnected, and nothing is kept for it',
  async () => {
    await start(1);
    const socket = ask();
    await expect.poll(unreadBytes, { timeout: timeoutMs }).toBeGreaterThan(answerBytesMin);
    await expect.poll(connections, { timeout: timeoutMs }).toBe(0);
    expect(await unreadBytes()).toBe(0);
    expect(await metric('gateway_slow_readers_total')).toBe(1);
    expect(await bytesRead(socket)).toBeLessThan(answerBytesMin);
  },
  timeoutMs,
);

test(
  'one that reads gets all of it, and its connection stays',
  async () => {
    await start(600);
    const socket = ask();
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
    });
    socket.resume();
    await expect.poll(() => bytes, { timeout: timeoutMs }).toBeGreaterThan(answerBytesMin);
    await expect.poll(unreadBytes).toBe(0);
    expect(await connections()).toBe(1);
    expect(await metric('gateway_slow_readers_total')).toBe(0);
  },
  timeoutMs,
);

test(
  'when unread answers take too much memory together, those who have waited longest are disconnected',
  async () => {
    await start(600);
    const fitting = Math.floor(unreadAnswersBytesMax / answerBytesMin);
    const slow = () => metric('gateway_slow_readers_total');
    for (let one = 1; one <= fitting + 3; one += 1) {
      const before = [await unreadBytes(), await slow()];
      ask();
      await expect
        .poll(async () => [await unreadBytes(), await slow()], { timeout: timeoutMs })
        .not.toEqual(before);
      expect(await unreadBytes()).toBeLessThanOrEqual(unreadAnswersBytesMax);
    }
    await expect.poll(connections, { timeout: timeoutMs }).toBeLessThanOrEqual(fitting);
    expect(await slow()).toBeGreaterThanOrEqual(3);
  },
  timeoutMs,
);
