import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLogger as logger } from '../../testing/silent-logger';
import { Refusal } from '../caller';
import * as limits from '../limits';
import { CallConnection, type ConnectionHandler } from './call-connection';

let server: Server;
let caller: Socket;
let served: CallConnection;
let socketOfServed: Socket;
let answers: string;
let closed: Promise<void>;
/** The calls that are executed, and how to answer them. */
let calls: { readonly body: string; readonly signal: AbortSignal; answer(text: string): void }[];
let ended: number;
let refusal: Refusal | null;

const handler: ConnectionHandler = {
  logger,
  accept: () => {
    if (refusal !== null) throw refusal;
    return {
      answer: (body, signal) =>
        new Promise((resolve, reject) => {
          calls.push({ body, signal, answer: resolve });
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
      end: () => {
        ended += 1;
      },
    };
  },
};

/** The certificate that TLS would have verified. */
const certified = (socket: Socket) =>
  Object.assign(socket, {
    getPeerCertificate: () => ({ subject: { CN: 'gateway' }, serialNumber: '01' }),
  }) as unknown as TLSSocket;

beforeEach(async () => {
  [answers, calls, ended, refusal] = ['', [], 0, null];
  const opened = new Promise<void>((resolve) => {
    server = createServer((socket) => {
      socketOfServed = socket;
      served = new CallConnection(certified(socket), handler);
      resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  caller = connect((server.address() as AddressInfo).port, '127.0.0.1');
  caller.setEncoding('utf8').on('data', (text: string) => {
    answers += text;
  });
  caller.on('error', () => undefined);
  closed = new Promise((resolve) => caller.once('close', () => resolve()));
  await opened;
});
afterEach(() => {
  caller.destroy();
  server.close();
});

const head = 'POST /public HTTP/1.1\r\nhost: service\r\ncontent-length: 2\r\n\r\n';
const statuses = (): string[] => answers.match(/HTTP\/1\.1 \d{3}/g) ?? [];

/** Sends bytes, and waits until they are read. */
async function send(bytes: string): Promise<void> {
  const arrived = once(socketOfServed, 'data');
  caller.write(bytes);
  await arrived;
}

/** Sends a call, and waits until it is executed. */
async function execute(): Promise<void> {
  const before = calls.length;
  caller.write(`${head}{}`);
  await expect.poll(() => calls.length).toBe(before + 1);
}

test('one call after the other is answered on a connection', async () => {
  for (const text of ['"a"', '"ä"']) {
    await execute();
    calls.at(-1)?.answer(text);
    await expect.poll(() => answers).toContain(`\r\n\r\n${text}`);
  }
  expect(answers).toContain('keep-alive: timeout=30\r\ncontent-length: 3\r\n');
  expect(answers).toContain('content-length: 4\r\n\r\n"ä"');
  expect([statuses().length, ended]).toEqual([2, 2]);
});

test('bytes that arrive during a call end the connection and the call', async () => {
  await execute();
  caller.write(`${head}{}`);
  await closed;
  expect(calls).toHaveLength(1);
  expect(calls[0]?.signal.reason).toMatchObject({ extensions: { code: 'TIMEOUT' } });
  await expect.poll(() => ended).toBe(1);
  expect(answers).toBe('');
});

test('a call is counted until nothing of it is left, also without its caller', async () => {
  await send(head);
  caller.destroy();
  await expect.poll(() => ended).toBe(1);
  expect(calls).toHaveLength(0);
});

test('what is refused before its body has arrived ends the connection', async () => {
  refusal = new Refusal(403, 'No.');
  caller.write(head);
  await closed;
  expect(statuses()).toEqual(['HTTP/1.1 403']);
  expect(answers).toContain('connection: close');
  expect([calls.length, ended]).toEqual([0, 0]);
});

test('a malformed request is refused, and ends what was accepted of it', async () => {
  caller.write(`${head}{}{}`);
  await closed;
  expect(statuses()).toEqual(['HTTP/1.1 400']);
  expect([calls.length, ended]).toEqual([0, 1]);
});

test('a request whose caller closes after the answer gets one answer', async () => {
  caller.write(head.replace('host', 'connection: close\r\nhost'));
  caller.write('{}');
  await expect.poll(() => calls.length).toBe(1);
  calls[0]?.answer('1');
  await closed;
  expect(answers).toContain('connection: close');
});

const lateBy = (ms: number) => served.endIfLate(performance.now() + ms);

test.each([
  ['head', 'POST /pub', limits.headersArrivalMs],
  ['body', `${head}{`, limits.requestArrivalMs],
])('a request whose %s does not arrive in time is answered 408', async (_part, bytes, ms) => {
  await send(bytes);
  lateBy(ms - 1_000);
  lateBy(ms + 1_000);
  await closed;
  expect(statuses()).toEqual(['HTTP/1.1 408']);
});

test('the idle time before a request is no part of its arrival', async () => {
  const [begin, rest] = ['POST /pub', `${head}{}`.slice('POST /pub'.length)];
  const laterMs = performance.now() + limits.keepAliveMs - 1_000;
  const clock = vi.spyOn(performance, 'now').mockReturnValue(laterMs);
  await send(begin);
  clock.mockRestore();
  served.endIfLate(laterMs + limits.headersArrivalMs - 1_000);
  caller.write(rest);
  await expect.poll(() => calls.length).toBe(1);
});

test('a call past its deadline is aborted and answered', async () => {
  await execute();
  lateBy(limits.callDeadlineMs - 10_000);
  expect(calls[0]?.signal.aborted).toBe(false);
  lateBy(limits.callDeadlineMs + 1_000);
  expect(calls[0]?.signal.reason).toMatchObject({ extensions: { code: 'TIMEOUT' } });
  await expect.poll(statuses).toEqual(['HTTP/1.1 500']);
});

test('a connection that was idle for long is refused before it is closed', async () => {
  for (const text of ['1', '2']) {
    await execute();
    calls.at(-1)?.answer(text);
    await expect.poll(statuses).toHaveLength(calls.length);
    lateBy(limits.keepAliveMs - 10_000);
  }
  lateBy(limits.keepAliveMs + 1_000);
  await closed;
  expect(statuses()).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 421']);
});
