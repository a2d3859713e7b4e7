import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { blockEventLoop } from '../../testing/block-event-loop';
import { folderForFile } from '../../testing/temporary-folder';
import { ByteBudget } from '../../values/byte-budget';
import { makeCertificates, tlsFilesOf } from '../certificates';
import { ConnectionPool, type WaitingCall } from './connection-pool';

const callsCount = 20;
const connectingMax = 8;
const response = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';
const refusal =
  'HTTP/1.1 421 Misdirected Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

const folder = folderForFile();
const files = tlsFilesOf(folder, 'localhost');
beforeAll(() => makeCertificates(folder, ['localhost']));

const clean: (() => void)[] = [];
afterEach(() => {
  for (const end of clean.splice(0)) end();
});

/** A server of a callee, and the sockets that it ever accepted. */
async function callee(onSocket: (socket: Socket) => void = () => undefined) {
  const accepted: Socket[] = [];
  const server = createServer((socket) => {
    accepted.push(socket.on('error', () => undefined));
    onSocket(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  clean.push(() => {
    server.close();
    for (const socket of accepted) socket.destroy();
  });
  return { port, accepted };
}

/** @param isSecure with TLS, a connection is open only after a handshake. */
function poolTo(port: number, isSecure: boolean): ConnectionPool {
  const tls = {
    name: 'callee',
    context: createSecureContext({ ca: readFileSync(files.authorityFile) }),
    checkServerIdentity: () => undefined,
  };
  const pool = new ConnectionPool({
    target: () => ({ host: '127.0.0.1', port, tls: isSecure ? tls : null }),
    connectionsMax: 64,
    connectingMax,
    limits: { bytesMax: 1_000, budget: new ByteBudget(10_000) },
    connectDeadlineMs: 500,
    callDeadlineMs: 10_000,
  });
  clean.push(() => pool.close());
  return pool;
}

/** Sends calls at the same moment. @returns what each ended with. */
function callAtOnce(pool: ConnectionPool): Promise<string[]> {
  const one = (): Promise<string> =>
    new Promise((resolve) => {
      const call: WaitingCall = {
        request: 'POST / HTTP/1.1\r\n\r\n',
        signal: new AbortController().signal,
        onSent: () => undefined,
        onHead: () => undefined,
        onAnswer: (_status, text) => resolve(text),
        onFailure: ({ message }) => resolve(`failed: ${message}`),
        onNotConnected: ({ message }) => resolve(`not connected: ${message}`),
      };
      pool.dispatch(call);
    });
  return Promise.all(Array.from({ length: callsCount }, one));
}

test('a few connections are opened at once, and serve the calls that wait', async () => {
  const { port, accepted } = await callee((socket) => {
    socket.on('data', () => socket.write(response));
  });
  expect(await callAtOnce(poolTo(port, false))).toEqual(Array(callsCount).fill('{}'));
  expect(accepted.length).toBeGreaterThanOrEqual(connectingMax);
  expect(accepted.length).toBeLessThanOrEqual(callsCount);
});

test('nobody waits for more than one attempt at a callee that accepts and says nothing', async () => {
  const { port, accepted } = await callee();
  const expected = 'not connected: Connecting took too long.';
  expect(await callAtOnce(poolTo(port, true))).toEqual(Array(callsCount).fill(expected));
  expect(accepted).toHaveLength(connectingMax);
});

test('time in which the process does not run is no time to connect', async () => {
  const server = createTlsServer(
    { cert: readFileSync(files.certificateFile), key: readFileSync(files.keyFile) },
    (socket) => socket.on('data', () => socket.write(response)),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  clean.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const answers = callAtOnce(poolTo(port, true));
  blockEventLoop(2_000);
  expect(await answers).toEqual(Array(callsCount).fill('{}'));
});

test('a call that a stopping process refuses is not sent on its other idle connections', async () => {
  const asked: Socket[] = [];
  const { port } = await callee((socket) => {
    socket.once('data', () => {
      // All of them carry a call at the same time.
      if (asked.push(socket) === callsCount) for (const each of asked) each.write(response);
      if (asked.length > callsCount) socket.write(response);
      socket.on('data', () => socket.write(refusal));
    });
  });
  const pool = poolTo(port, false);
  expect(await callAtOnce(pool)).toEqual(Array(callsCount).fill('{}'));
  const statuses: number[] = [];
  await new Promise<void>((resolve, reject) => {
    const call: WaitingCall = {
      request: 'POST / HTTP/1.1\r\n\r\n',
      signal: new AbortController().signal,
      onSent: () => undefined,
      onHead: (status) => statuses.push(status),
      onAnswer: (status) => (status === 421 ? pool.dispatch(call) : resolve()),
      onFailure: reject,
      onNotConnected: reject,
    };
    pool.dispatch(call);
  });
  expect(statuses).toEqual([421, 200]);
});
