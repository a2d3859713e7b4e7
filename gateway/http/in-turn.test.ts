import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { inTurn } from './in-turn';
import { waitingRequestsBytesMax, waitingRequestsMax } from './limits';

let server: Server;
const sockets: Socket[] = [];
/** What the server has received and judged, by the port of the client. */
const arrived = new Map<number, { requests: number; readonly socket: Socket }>();

afterEach(() => {
  arrived.clear();
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

async function listen(handle: RequestListener): Promise<void> {
  const { take } = inTurn(handle);
  server = createServer((request, response) => {
    const { socket } = request;
    const { remotePort = 0 } = socket;
    take(request, response);
    const before = arrived.get(remotePort)?.requests ?? 0;
    arrived.set(remotePort, { requests: before + 1, socket });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

/** Sends requests for /0, /1 and so on in one piece. */
function send(count: number): Socket {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket.on('error', () => undefined));
  const paths = Array.from({ length: count }, (_, place) => `/${place}`);
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join(''));
  return socket;
}

/** The bodies of the responses, once there are as many. */
function bodies(socket: Socket, count: number): Promise<string[]> {
  let text = '';
  return new Promise((resolve) => {
    socket.on('data', (chunk) => {
      text += String(chunk);
      const found = [...text.matchAll(/\r\n\r\n(\/\d+)/g)].map(([, body]) => String(body));
      if (found.length === count) resolve(found);
    });
  });
}

/** Whether the server keeps a connection open once so many of its requests have arrived. */
async function staysOpen(client: Socket, requests: number): Promise<boolean> {
  const seen = () => arrived.get(client.localPort ?? 0);
  await expect.poll(() => seen()?.requests).toBe(requests);
  return seen()?.socket.destroyed === false;
}

const closed = (socket: Socket) =>
  new Promise<void>((resolve) => {
    socket.resume().once('close', () => resolve());
  });

test('requests in one piece are handled one after the other, in turns of their own', async () => {
  let open = 0;
  let openMax = 0;
  let turn = 0;
  const turns: number[] = [];
  await listen((request, response) => {
    open += 1;
    openMax = Math.max(openMax, open);
    turns.push(turn);
    setImmediate(() => {
      turn += 1;
    });
    response.once('close', () => {
      open -= 1;
    });
    response.end(request.url);
  });
  const count = waitingRequestsMax;
  const paths = Array.from({ length: count }, (_, place) => `/${place}`);
  expect(await bodies(send(count), count)).toEqual(paths);
  expect(openMax).toBe(1);
  expect(new Set(turns).size).toBe(count);
});

test('another connection does not wait', async () => {
  await listen((request, response) => {
    if (request.url === '/1') response.end(request.url);
  });
  send(1);
  const other = send(0);
  other.write('GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\n');
  expect(await bodies(other, 1)).toEqual(['/1']);
});

test('a connection with too many requests that wait is closed, and they are dropped', async () => {
  const handled: string[] = [];
  await listen((request) => void handled.push(String(request.url)));
  const allowed = send(waitingRequestsMax + 1);
  await closed(send(waitingRequestsMax + 2));
  expect(await staysOpen(allowed, waitingRequestsMax + 1)).toBe(true);
  expect(allowed.destroyed).toBe(false);
  expect(handled).toEqual(['/0', '/0']);
});

test.each([
  ['of known length', (text: string) => `Content-Length: ${text.length}\r\n\r\n${text}`, 60_000],
  ['in chunks', () => 'Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n', 131_072],
])(
  'all that waits is limited in bytes, until it is dropped: bodies %s',
  async (_, bodyOf, bytes) => {
    const handled: string[] = [];
    await listen((request) => void handled.push(String(request.url)));
    const request = `POST / HTTP/1.1\r\nHost: localhost\r\n${bodyOf('x'.repeat(bytes))}`;
    const fits = Math.floor(waitingRequestsBytesMax / 2 / (bytes + 6_000));
    const [one, other] = [send(1), send(1)];
    one.write(request.repeat(fits));
    other.write(request.repeat(fits));
    for (const socket of [one, other]) expect(await staysOpen(socket, 1 + fits)).toBe(true);
    expect([one.destroyed, other.destroyed]).toEqual([false, false]);
    one.write(request.repeat(fits));
    await closed(one);
    expect(other.destroyed).toBe(false);
    const third = send(1);
    const half = Math.floor(fits / 2);
    third.write(request.repeat(half));
    expect(await staysOpen(third, 1 + half)).toBe(true);
    expect(third.destroyed).toBe(false);
    expect(handled).toEqual(['/0', '/0', '/0']);
  },
);

test('requests whose client has gone are dropped', async () => {
  const handled: string[] = [];
  await listen((request) => void handled.push(String(request.url)));
  const socket = send(3);
  await expect.poll(() => handled).toEqual(['/0']);
  socket.destroy();
  await expect
    .poll(() => new Promise((resolve) => server.getConnections((_, count) => resolve(count))))
    .toBe(0);
  await pause(50);
  expect(handled).toEqual(['/0']);
});
