import { request } from 'node:https';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Execute } from '../graphql/execute';
import { defaultResilience } from '../resilience/resilience-settings';
import type { RemoteSubgraph } from './remote-execute';
import type { ServedExecute } from './serve-execute';
import { certifiedForFile, viewerSecret } from './testing/certified-processes';
import { signViewer } from './viewer-signature';

const megabyte = 1024 * 1024;
const viewer = { kind: 'system', cause: 'test' } as const;
const scope = { viewer, requestId: 'r-1', signal: new AbortController().signal };

const processes = certifiedForFile('service', 'gateway');
let served: ServedExecute;
let remote: RemoteSubgraph;
let executed = 0;
let waiting: (() => void)[] = [];

/** Answers when the test says so, with as many bytes as the name of the operation says. */
const execute: Execute = async ({ operationName }) => {
  executed += 1;
  await new Promise<void>((resolve) => waiting.push(resolve));
  return { data: { text: 'x'.repeat(Number(operationName ?? 0)) } };
};

const release = () => {
  for (const resolve of waiting.splice(0)) resolve();
};
const executing = (count: number) => expect.poll(() => executed, { timeout: 20_000 }).toBe(count);

beforeAll(async () => {
  const schema = { execute, callers: ['gateway'] };
  served = await processes.serve({ public: schema, internal: schema });
  // Caller and service share a process here: while one builds its responses, the other hears nothing.
  const resilience = { ...defaultResilience, silenceMs: 60_000 };
  remote = processes.reach(served.port, 'gateway', { resilience });
});
afterEach(() => {
  release();
  executed = 0;
  waiting = [];
});
afterAll(async () => {
  remote.close();
  await served.stop();
});

/** A call of seven megabytes, below the limit of eight. */
const call = (operationName?: string, bytes = 7 * megabyte) =>
  remote.public({ query: `{ a } # ${'x'.repeat(bytes)}`, operationName }, scope);

/** One after the other: 63 megabytes at once take longer than a call may on a busy machine. */
async function opened<Value>(count: number, begin: () => Promise<Value>) {
  const open: Promise<Value>[] = [];
  while (open.length < count) {
    open.push(begin());
    await executing(open.length);
  }
  return open;
}

test('open calls to one process share a limit in bytes', { timeout: 60_000 }, async () => {
  const open = await opened(9, () => call());
  await expect(call()).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
  // A small one still fits.
  const small = call(undefined, 100);
  await executing(10);
  release();
  await Promise.all([...open, small]);
  // All bytes have been released.
  const again = call();
  await executing(11);
  release();
  await again;
});

const link = { from: 'gateway', to: 'service' };

/**
 * A call whose bytes this process does not count as a caller, as if another process had sent it.
 */
function callByHand(bytes: number): Promise<number | undefined> {
  const header = signViewer({ viewer, requestId: 'r-1' }, link, viewerSecret);
  const body = JSON.stringify({ query: 'x'.repeat(bytes) });
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        ...processes.identityOf('gateway'),
        host: '127.0.0.1',
        port: served.port,
        path: '/public',
        method: 'POST',
        servername: 'service',
        agent: false,
        headers: { 'x-viewer': header, 'content-length': body.length },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

test('a process limits the bytes of all its callers together', { timeout: 60_000 }, async () => {
  const open = await opened(9, () => callByHand(7 * megabyte));
  const announced = callByHand(2 * megabyte).catch((error: NodeJS.ErrnoException) => error.code);
  // The answer comes before the body has been sent, or the connection ends under it.
  expect([503, 'EPIPE', 'ECONNRESET']).toContain(await announced);
  expect(executed).toBe(9);
  release();
  expect(await Promise.all(open)).toEqual(Array.from({ length: 9 }, () => 200));
});

test('the responses of one process share a limit in bytes', { timeout: 60_000 }, async () => {
  const open = Array.from({ length: 12 }, () => call(String(20 * megabyte), 100));
  await executing(12);
  release();
  const codes = await Promise.all(
    open.map((answer) =>
      answer.then(
        () => 'whole',
        (error: { extensions: { code: string } }) => error.extensions.code,
      ),
    ),
  );
  expect(codes).toContain('SERVICE_UNAVAILABLE');
  expect(codes).toContain('whole');
  const next = call(String(20 * megabyte), 100);
  await executing(13);
  release();
  expect((await next).data).toBeTruthy();
});
