import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeIn, type TestGateway, testGateway } from '../testing/running-gateway';

const query = JSON.stringify({ query: '{ nothing }' });
const userId = (place: number) => `018f3a3e-5b7c-7d1a-9e4f-00000000000${place}`;
const timeout = 60_000;

let gateway: TestGateway;
const sockets: Socket[] = [];
beforeEach(async () => {
  gateway = await testGateway();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await gateway.stop();
});

const as = (place: number) => ({ authorization: `Bearer ${gateway.token(userId(place))}` });

async function heldBytes(): Promise<number> {
  const text = await gateway.registry.getSingleMetricAsString('gateway_held_body_bytes');
  return Number(text.split('\n').at(-1)?.split(' ')[1]);
}

/** Sends the head of a request, and of its body what is given. */
function open(place: number, header: string, body: string): Socket {
  const { authorization } = as(place);
  const head = [
    'POST /graphql HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/json',
    `Authorization: ${authorization}`,
    header,
  ];
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  sockets.push(socket);
  return socket;
}

/** A body of which so many bytes come, and the last one does not. */
const unfinished = (place: number, bytes: number) =>
  open(place, `Content-Length: ${bytes + 1}`, ' '.repeat(bytes));

const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const chunked = (place: number, pieces: readonly string[]) =>
  open(place, 'Transfer-Encoding: chunked', pieces.map(chunk).join('') + chunk(''));

function answerOn(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (data) => {
      text += data;
      if (text.endsWith('}\n')) resolve(text);
    });
  });
}

describe('bodies of requests under way', () => {
  it(
    'are 8 MB of a caller: one more is RATE_LIMITED before it is read, and others are served',
    async () => {
      for (let sent = 0; sent < 8; sent += 1) unfinished(1, 980_000);
      await expect.poll(heldBytes, { timeout }).toBeGreaterThanOrEqual(8 * 980_000);
      const answer = await answerOn(open(1, 'Content-Length: 900000', ''));
      expect(answer).toMatch(/^HTTP\/1\.1 429 /);
      expect(answer).toMatch(/\r\nretry-after: 2\r\n/i);
      expect(answer).toContain('"code":"RATE_LIMITED"');
      expect((await gateway.post(query, as(2))).status).toBe(200);

      for (const socket of sockets) socket.destroy();
      await expect.poll(heldBytes, { timeout }).toBe(0);
      expect((await gateway.post(query, as(1))).status).toBe(200);
    },
    timeout,
  );

  it(
    'are 32 MB of all: one more is SERVICE_UNAVAILABLE',
    async () => {
      for (let sent = 0; sent < 32; sent += 1) unfinished(1 + (sent % 5), 980_000);
      await expect.poll(heldBytes, { timeout }).toBeGreaterThanOrEqual(32 * 980_000);
      expect(await heldBytes()).toBeLessThanOrEqual(32_000_000);
      const answer = await gateway.post(query.padEnd(900_000), as(6));
      expect([answer.status, codeIn(answer)]).toEqual([503, 'SERVICE_UNAVAILABLE']);
      expect(answer.headers.get('retry-after')).toBe('2');
    },
    timeout,
  );

  it(
    'of unannounced length are refused while they are read',
    async () => {
      for (let sent = 0; sent < 8; sent += 1) unfinished(1, 980_000);
      await expect.poll(heldBytes, { timeout }).toBeGreaterThanOrEqual(8 * 980_000);
      const pieces = Array.from({ length: 90 }, () => ' '.repeat(10_000));
      expect(await answerOn(chunked(1, pieces))).toMatch(/^HTTP\/1\.1 429 /);
      expect(await answerOn(chunked(2, [query, ...pieces]))).toMatch(/^HTTP\/1\.1 200 /);
    },
    timeout,
  );

  it('count 200 bytes for each piece: 39,000 of a byte pass, and 40,000 do not', async () => {
    const bytes = (count: number) => [...query.padEnd(count)];
    expect(await answerOn(chunked(1, bytes(39_000)))).toMatch(/^HTTP\/1\.1 200 /);
    await expect.poll(heldBytes).toBe(0);
    expect(await answerOn(chunked(1, bytes(40_000)))).toMatch(/^HTTP\/1\.1 429 /);
  });
});
