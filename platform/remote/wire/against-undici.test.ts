import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Client } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ByteBudget } from '../../values/byte-budget';
import { BufferedResponse, type TextResponse } from '../buffered-response';
import { type PooledCalls, pooledCalls } from '../pooled-calls';

/** What the server does with the connection when a request has arrived. */
type Script = (socket: Socket) => void;

const nobody = Buffer.alloc(0);
const body = '{"query":"{ a }"}';

let server: Server;
let url: string;
let script: Script;
let calls: PooledCalls;
let sockets: Socket[];
let requests: string[];

beforeEach(async () => {
  [sockets, requests] = [[], []];
  server = createServer((socket) => {
    sockets.push(socket);
    let text = '';
    socket.setNoDelay(true).on('error', () => undefined);
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      if (!text.endsWith(body)) return;
      requests.push(text);
      text = '';
      script(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  calls = pooledCalls({
    url,
    name: 'service',
    tls: { ca: nobody, cert: nobody, key: nobody },
    metrics: { connected: () => undefined, answered: () => undefined },
    connections: 1,
  });
});
afterEach(() => {
  calls.close();
  for (const socket of sockets) socket.destroy();
  server.close();
});

/** How a call ends: the status and the body, or `failed`. */
const ours = (isRetryable = false): Promise<string> =>
  calls
    .call(
      {
        path: '/public',
        body,
        viewer: undefined,
        traceparent: undefined,
        signal: AbortSignal.timeout(10_000),
      },
      isRetryable,
    )
    .then(
      (text) => `200: ${text}`,
      ({ message }: Error) => /answered (\d{3}: .*)$/s.exec(message)?.[1] ?? 'failed',
    );

/** The same by undici's lowest interface. */
async function theirs(): Promise<string> {
  const client = new Client(url, { headersTimeout: 10_000, bodyTimeout: 10_000 });
  const signal = AbortSignal.timeout(10_000);
  const answered = new Promise<string>((resolve) => {
    const read = ({ status, text }: TextResponse) => resolve(`${status}: ${text}`);
    const fail = () => resolve('failed');
    const budget = new ByteBudget(1_000_000);
    const response = new BufferedResponse(signal, 1_000_000, budget, read, fail);
    client.dispatch({ path: '/public', method: 'POST', body }, response);
  });
  const outcome = await answered;
  await client.destroy();
  return outcome;
}

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const answer = `${head}content-length: 2\r\n\r\n{}`;
const chunks = `${head}transfer-encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\nx: 1\r\n\r\n`;
const hints = `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${answer}`;

const whole =
  (bytes: string): Script =>
  (socket) =>
    void socket.write(bytes, 'latin1');
const ending =
  (bytes: string): Script =>
  (socket) =>
    void socket.end(bytes, 'latin1');

async function drip(socket: Socket, bytes: string): Promise<void> {
  for (const byte of bytes) {
    socket.write(byte, 'latin1');
    await nextTurn();
  }
}

test.each<[string, Script, string]>([
  ['a length', whole(answer), '200: {}'],
  ['a length, byte by byte', (socket) => void drip(socket, answer), '200: {}'],
  ['chunks', whole(chunks), '200: {}'],
  ['chunks, byte by byte', (socket) => void drip(socket, chunks), '200: {}'],
  ['early hints', whole(hints), '200: {}'],
  ['a half-closed connection', ending(answer), '200: {}'],
  ['connection: close', ending(answer.replace('\r\n', '\r\nconnection: close\r\n')), '200: {}'],
  ['another status', whole(answer.replace('200 OK', '503 Busy')), '503: {}'],
  ['a body that ends early', ending(answer.slice(0, -1)), 'failed'],
  ['a head that ends early', ending(answer.slice(0, 40)), 'failed'],
  ['chunks that end early', ending(chunks.slice(0, -2)), 'failed'],
  [
    'two different lengths',
    ending(`${head}content-length: 2\r\ncontent-length: 1\r\n\r\n{}`),
    'failed',
  ],
  ['a folded line', ending(`${head}a: b\r\n c\r\ncontent-length: 2\r\n\r\n{}`), 'failed'],
  ['an immediate end', (socket) => void socket.end(), 'failed'],
  ['a reset', (socket) => void socket.resetAndDestroy(), 'failed'],
])('undici and our client end alike after %s', async (_name, given, expected) => {
  script = given;
  expect(await ours()).toBe(expected);
  expect(await theirs()).toBe(expected);
});

/** Numbers between 0 and 1, the same in each run. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const pieces = ['\r\n', '\r', '\n', '\0', ' ', '\t', ':', ',', '0', '2', 'f', '\xa0', '\xff']
  .concat('\r\n\r\n', 'content-length: 1\r\n', 'content-length:3\r\n', 'connection: close\r\n')
  .concat('transfer-encoding: chunked\r\n', 'HTTP/1.1 200 OK\r\n', '0\r\n\r\n', answer);

function changed(response: string, next: () => number): string {
  let text = response;
  for (let changes = 1 + Math.floor(next() * 2); changes > 0; changes -= 1) {
    const at = Math.floor(next() * (text.length + 1));
    const removed = next() < 0.5 ? 0 : 1 + Math.floor(next() * 3);
    const added = next() < 0.2 ? '' : (pieces[Math.floor(next() * pieces.length)] ?? '');
    text = text.slice(0, at) + added + text.slice(at + removed);
  }
  return text;
}

test('whatever is changed in a response, ours reads it as undici does or refuses it', async () => {
  const next = numbersFrom(41);
  const outcomes = { same: 0, refused: 0 };
  for (let round = 0; round < 600; round += 1) {
    const response = changed([answer, chunks, hints][round % 3] ?? answer, next);
    script = ending(response);
    const [mine, other] = [await ours(), await theirs()];
    if (mine !== 'failed') expect([response, mine]).toEqual([response, other]);
    outcomes[mine === other ? 'same' : 'refused'] += 1;
  }
  expect(outcomes.same).toBeGreaterThan(300);
});

test.each([
  ['a second response', `${answer}${answer.replace('{}', '[]')}`],
  ['bytes of a body', answer.replace('{}', '{}{}')],
  [
    '204 with a body',
    `HTTP/1.1 204 No Content\r\ncontent-length: ${answer.length}\r\n\r\n${answer}`,
  ],
  ['a malformed response', `${head}content-length: 2\r\ncontent-length: 2\r\n\r\n{}`],
])('a connection with %s carries no other call', async (_name, response) => {
  script = whole(response);
  await ours();
  script = whole(answer.replace('{}', '42'));
  expect(await ours()).toBe('200: 42');
  expect(sockets).toHaveLength(2);
});

test('a response that nobody asked for closes the idle connection', async () => {
  script = whole(answer);
  expect(await ours()).toBe('200: {}');
  const [first] = sockets;
  const closed = new Promise<void>((resolve) => first?.once('close', () => resolve()));
  first?.write(answer.replace('{}', '[]'));
  await closed;
  script = whole(answer.replace('{}', '42'));
  expect(await ours()).toBe('200: 42');
});

test('connections are used again, and only until their announced end', async () => {
  script = whole(answer.replace('\r\n', '\r\nkeep-alive: timeout=30\r\n'));
  for (const _ of [1, 2, 3]) expect(await ours()).toBe('200: {}');
  expect(sockets).toHaveLength(1);
  // The other side closes it in two seconds, when a request might be on its way.
  script = whole(answer.replace('\r\n', '\r\nkeep-alive: timeout=2\r\n'));
  for (const _ of [1, 2]) expect(await ours()).toBe('200: {}');
  expect(sockets).toHaveLength(2);
});

test('a response before the whole request was read ends the connection', async () => {
  script = whole(answer);
  const long = {
    path: '/public' as const,
    body: `"${'x'.repeat(8_000_000)}"`,
    viewer: undefined,
    traceparent: undefined,
    signal: AbortSignal.timeout(10_000),
  };
  server.once('connection', (socket: Socket) => {
    socket.removeAllListeners('data').pause();
    socket.write(answer.replace('200 OK', '413 Too Long'));
  });
  await expect(calls.call(long, false)).rejects.toThrow('answered 413: {}');
  expect(await ours()).toBe('200: {}');
  expect(sockets).toHaveLength(2);
});

test('a call that is aborted closes its connection, and one that waits is not sent', async () => {
  script = () => undefined;
  const controller = new AbortController();
  const given = {
    path: '/public' as const,
    body,
    viewer: undefined,
    traceparent: undefined,
    signal: controller.signal,
  };
  const [sent, waiting] = [calls.call(given, true), calls.call(given, true)];
  const both = Promise.allSettled([sent, waiting]);
  await expect.poll(() => requests).toHaveLength(1);
  controller.abort(new Error('the caller has gone'));
  const reasons = (await both).map((one) => one.status === 'rejected' && one.reason.message);
  expect(reasons).toEqual(['the caller has gone', 'the caller has gone']);
  script = whole(answer);
  expect(await ours()).toBe('200: {}');
  expect(requests).toHaveLength(2);
});

test('a value that would begin a field of its own is not sent', async () => {
  const viewer = 'a\r\nx-other: 1';
  const signal = AbortSignal.timeout(10_000);
  const call = { path: '/public', body, viewer, traceparent: undefined, signal } as const;
  await expect(calls.call(call, true)).rejects.toThrow('characters that it may not');
  expect(sockets).toHaveLength(0);
});
