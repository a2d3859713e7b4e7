import { createServer, type Server } from 'node:https';
import {
  type AddressInfo,
  connect as connectTcp,
  createServer as createTcpServer,
  type Server as TcpServer,
} from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { createExecutor } from '../graphql/execute';
import type { RequestScope } from '../graphql/request-scope';
import { silentLogger as logger } from '../testing/silent-logger';
import { drainDeadlineMs, resendsMax } from './limits';
import { certifiedForFile, viewerSecret } from './testing/certified-processes';
import { signViewer } from './viewer-signature';

const viewer = { kind: 'system', cause: 'test' } as const;
const mutation = JSON.stringify({ query: 'mutation { change }' });
const longAnswer = JSON.stringify({ query: '{ long }' });
/** The length of an answer that exceeds the buffers of a connection. */
const longCharacters = 8_000_000;

const processes = certifiedForFile('service', 'gateway');
let executed = 0;

function serve() {
  const schema = buildSchema('type Query { long: String! } type Mutation { change: Int! }');
  const change = schema.getMutationType()?.getFields().change;
  if (change) {
    change.resolve = async () => {
      executed += 1;
      await pause(50);
      return executed;
    };
  }
  const long = schema.getQueryType()?.getFields().long;
  if (long) long.resolve = () => 'x'.repeat(longCharacters);
  const execute = createExecutor({ schema, createContext: (scope: RequestScope) => scope, logger });
  return processes.serve({
    public: { execute, callers: ['gateway'] },
    internal: { execute, callers: [] },
  });
}

const viewerHeader = () =>
  signViewer({ viewer, requestId: 'r-1' }, { from: 'gateway', to: 'service' }, viewerSecret);

/** The bytes of a call, so that the test decides when they are sent. */
const bytesOfCall = (body = mutation) =>
  [
    'POST /public HTTP/1.1',
    'host: service',
    'content-type: application/json',
    `content-length: ${body.length}`,
    `x-viewer: ${viewerHeader()}`,
    '',
    body,
  ].join('\r\n');

async function connected(port: number): Promise<{ socket: TLSSocket; answers: () => string[] }> {
  const identity = processes.identityOf('gateway');
  const options = { ...identity, host: '127.0.0.1', port, servername: 'service' };
  const socket = connect(options);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve).once('error', reject);
  });
  return { socket, answers: () => text.match(/HTTP\/1\.1 \d{3}/g) ?? [] };
}

const closed = (socket: TLSSocket) =>
  new Promise<void>((resolve) => void socket.once('close', () => resolve()));

test('a request that arrives on a connection after it was refused is not executed', async () => {
  const served = await serve();
  const { socket, answers } = await connected(served.port);
  socket.write(bytesOfCall());
  await expect.poll(answers).toEqual(['HTTP/1.1 200']);
  const before = executed;
  const stopped = served.stop();
  // The refusal has left, and this caller has not read it.
  socket.write(bytesOfCall());
  await Promise.all([closed(socket), stopped]);
  expect(answers()).toEqual(['HTTP/1.1 200', 'HTTP/1.1 421']);
  expect(executed).toBe(before);
});

test('a request in progress is answered, and its connection ends with the response', async () => {
  const served = await serve();
  const { socket, answers } = await connected(served.port);
  const before = executed;
  socket.write(bytesOfCall());
  await expect.poll(() => executed).toBe(before + 1);
  const ended = closed(socket);
  await Promise.all([served.stop(), ended]);
  expect(answers()).toEqual(['HTTP/1.1 200']);
});

test('a caller that does not close a refused connection does not delay the stop', async () => {
  const served = await serve();
  const { socket } = await connected(served.port);
  socket.pause();
  socket.on('error', () => undefined);
  const drained = pause(drainDeadlineMs, 'after the deadline of the drain', { ref: false });
  const stopped = served.stop().then(() => 'before it');
  expect(await Promise.race([stopped, drained])).toBe('before it');
  socket.destroy();
});

test('a connection whose response is on its way when the drain begins is refused as well', async () => {
  const served = await serve();
  const silent = await connected(served.port);
  silent.socket.pause();
  silent.socket.on('error', () => undefined);
  const { socket, answers } = await connected(served.port);
  socket.pause();
  socket.write(bytesOfCall(longAnswer));
  // The head of the response has left, and its end waits for the caller.
  await expect.poll(() => socket.readableLength).toBeGreaterThan(0);
  const ended = closed(socket);
  // The connection of the other caller, which does not close it, prolongs the drain.
  const stopped = served.stop();
  socket.resume();
  await Promise.all([ended, stopped]);
  expect(answers()).toEqual(['HTTP/1.1 200', 'HTTP/1.1 421']);
});

/** A process that refuses the first calls. */
async function serveRefusing(refusals: number): Promise<{ server: Server; seen: () => number }> {
  let seen = 0;
  const server = createServer(processes.identityOf('service'), (request, response) => {
    seen += 1;
    request.resume();
    if (seen <= refusals) response.writeHead(421, { connection: 'close' }).end();
    else response.end('{"data":{"change":1}}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, seen: () => seen };
}

test.each([
  [resendsMax, 'answered', { data: { change: 1 } }],
  [resendsMax + 1, 'SERVICE_UNAVAILABLE', null],
])('a mutation that was refused %i times ends as %s', async (refusals, _name, answer) => {
  const { server, seen } = await serveRefusing(refusals);
  const remote = processes.reach((server.address() as AddressInfo).port);
  const scope = { viewer, requestId: 'r-1', signal: AbortSignal.timeout(10_000) };
  const result = remote.public({ query: 'mutation { change }' }, scope);
  if (answer) expect(await result).toEqual(answer);
  else await expect(result).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
  expect(seen()).toBe(resendsMax + 1);
  remote.close();
  server.close();
});

/** A server that closes its first connections before they carry anything. */
async function closingFirst(count: number, port: number): Promise<TcpServer> {
  let opened = 0;
  const server = createTcpServer((socket) => {
    opened += 1;
    if (opened <= count) return socket.destroy();
    const onward = connectTcp(port, '127.0.0.1');
    socket.on('error', () => onward.destroy()).pipe(onward);
    onward.on('error', () => socket.destroy()).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

test.each([
  [resendsMax, 'is executed once'],
  [resendsMax + 1, 'is not executed'],
])('a mutation whose first %i connections are closed before it is sent %s', async (count) => {
  const served = await serve();
  const port = await closingFirst(count, served.port);
  const remote = processes.reach((port.address() as AddressInfo).port);
  const scope = { viewer, requestId: 'r-1', signal: AbortSignal.timeout(10_000) };
  const before = executed;
  const result = remote.public({ query: 'mutation { change }' }, scope);
  if (count <= resendsMax) {
    expect(await result).toEqual({ data: { change: before + 1 } });
  } else {
    await expect(result).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    expect(executed).toBe(before);
  }
  remote.close();
  port.close();
  await served.stop();
});
