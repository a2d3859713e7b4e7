import { createServer, type RequestOptions, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildSchema, GraphQLError } from 'graphql';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { badUserInput } from '../graphql/errors';
import { createExecutor, type Execute } from '../graphql/execute';
import type { RequestScope } from '../graphql/request-scope';
import type { Viewer } from '../requests/viewer';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForFile } from '../testing/temporary-folder';
import { makeCertificates, tlsFilesOf } from './certificates';
import type { RemoteSubgraph } from './remote-execute';
import type { SecretSource } from './rotating-secret';
import type { ServedExecute } from './serve-execute';
import { certifiedForFile, viewerSecret } from './testing/certified-processes';
import { readTlsFiles } from './tls';
import { signViewer } from './viewer-signature';

const viewer: Viewer = { kind: 'user', userId: 'u-1', roles: [], generation: 0, address: '::1' };

const processes = certifiedForFile('service', 'gateway', 'worker', 'stranger');
const { identityOf } = processes;
const strangersFolder = folderForFile();
let served: ServedExecute;
let calls = 0;
let aborted: unknown = null;
const opened: RemoteSubgraph[] = [];

const schema = buildSchema(`
  type Query { whoIsAsking: String!  refused: Int  broken: Int  waiting: Int  echo(text: String!): String! }
  type Mutation { change: Int! }
`);

const root: Record<string, unknown> = {
  whoIsAsking: (_args: unknown, { viewer: asking, requestId }: RequestScope) =>
    JSON.stringify({ asking, requestId }),
  refused: () => {
    throw badUserInput('That is no number.');
  },
  broken: () => {
    throw new Error('secret detail');
  },
  waiting: (_args: unknown, { signal }: RequestScope) =>
    new Promise((_resolve, reject) => {
      calls += 1;
      signal.addEventListener('abort', () => {
        aborted = signal.reason;
        reject(signal.reason as Error);
      });
    }),
  echo: ({ text }: { text: string }) => text,
  change: () => 1,
};

const executor = createExecutor({ schema, createContext: (scope) => scope, logger });
for (const type of [schema.getQueryType(), schema.getMutationType()]) {
  for (const [name, field] of Object.entries(type?.getFields() ?? {})) {
    const resolver = root[name] as (args: unknown, context: unknown) => unknown;
    field.resolve = (_source, args, context) => resolver(args, context);
  }
}

const serve = (port = 0, execute: Execute = executor, secret: SecretSource = viewerSecret) =>
  processes.serve({
    public: { execute, callers: ['gateway'] },
    internal: { execute, callers: ['worker', 'cli'] },
    port,
    viewerSecret: secret,
  });

function reach(as: string, more?: Parameters<typeof processes.reach>[2]) {
  const remote = processes.reach(served.port, as, more);
  opened.push(remote);
  return remote;
}

const scope = (signal = AbortSignal.timeout(10_000)): RequestScope => ({
  viewer,
  requestId: 'r-1',
  signal,
});

/** Calls by plain HTTPS, as a foreign program would. @returns the status, or the failure. */
function callByHand(path: string, options: RequestOptions, viewerHeader: string) {
  return new Promise<number | string>((resolve) => {
    const sent = request(
      {
        ...options,
        host: '127.0.0.1',
        port: served.port,
        path,
        method: 'POST',
        servername: 'service',
        agent: false,
        headers: { 'x-viewer': viewerHeader, 'content-type': 'application/json' },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sent.end(JSON.stringify({ query: '{ whoIsAsking }' }));
  });
}

const signedBy = (from: string, secret = viewerSecret, nowMs?: number) =>
  signViewer({ viewer, requestId: 'r-1' }, { from, to: 'service' }, secret, nowMs);

beforeAll(async () => {
  await makeCertificates(strangersFolder, ['gateway']);
  served = await serve();
});
afterEach(() => opened.splice(0).forEach((remote) => void remote.close()));
afterAll(() => served?.stop());

test('a call arrives with its viewer and its request id, and its answer comes back', async () => {
  const { data } = await reach('gateway').public({ query: '{ whoIsAsking }' }, scope());
  expect(JSON.parse(String(data?.whoIsAsking))).toEqual({ asking: viewer, requestId: 'r-1' });
});

test('an error keeps its code and path, and an internal error reveals nothing', async () => {
  const { data, errors } = await reach('gateway').public({ query: '{ refused broken }' }, scope());
  expect(data).toEqual({ refused: null, broken: null });
  expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
    [['refused'], 'BAD_USER_INPUT'],
    [['broken'], 'INTERNAL_SERVER_ERROR'],
  ]);
  expect(errors?.every((error) => error instanceof GraphQLError)).toBe(true);
  expect(JSON.stringify(errors)).not.toContain('secret detail');
});

test('each schema accepts only the certificates that it names', async () => {
  const statusOf = (as: string, path: string) => callByHand(path, identityOf(as), signedBy(as));
  expect(await statusOf('gateway', '/public')).toBe(200);
  expect(await statusOf('worker', '/internal')).toBe(200);
  expect(await statusOf('gateway', '/internal')).toBe(403);
  expect(await statusOf('worker', '/public')).toBe(403);
  expect(await statusOf('stranger', '/public')).toBe(403);
  expect(await statusOf('gateway', '/elsewhere')).toBe(404);
});

test('a client without a certificate is refused, and so is one of another authority', async () => {
  const { ca } = identityOf('gateway');
  const [refusal, header] = [/ERR_SSL|ECONNRESET|EPROTO/, signedBy('gateway')];
  expect(await callByHand('/public', { ca }, header)).toMatch(refusal);
  const { cert, key } = readTlsFiles(tlsFilesOf(strangersFolder, 'gateway'));
  expect(await callByHand('/public', { ca, cert, key }, header)).toMatch(refusal);
});

test('a server with an unexpected name is not called', async () => {
  const call = reach('gateway', { name: 'another' }).public({ query: '{ whoIsAsking }' }, scope());
  await expect(call).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
});

test('a viewer that is forged, expired or missing is refused', async () => {
  const tls = identityOf('gateway');
  const forged = signedBy('gateway', 'another secret that is long enough');
  const expired = signedBy('gateway', viewerSecret, Date.now() - 31_000);
  for (const header of [forged, expired, signedBy('worker'), '', 'nonsense']) {
    expect(await callByHand('/public', tls, header)).toBe(401);
  }
  const remote = reach('gateway', { viewerSecret: 'another secret that is long enough' });
  await expect(remote.public({ query: '{ whoIsAsking }' }, scope())).rejects.toMatchObject({
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });
});

test('a new secret fails no call, whichever side receives it first', async () => {
  const secrets = { caller: viewerSecret, other: viewerSecret };
  let newest = viewerSecret;
  const other = await serve(0, executor, () => secrets.other);
  const url = `https://127.0.0.1:${other.port}`;
  const remote = reach('gateway', { url, viewerSecret: () => secrets.caller });
  const ask = async () => {
    const { data } = await remote.public({ query: '{ echo(text: "hello") }' }, scope());
    expect(data).toEqual({ echo: 'hello' });
  };
  for (const side of ['caller', 'other', 'other', 'caller'] as const) {
    secrets[side] =
      secrets.caller === secrets.other ? `a new secret, first of the ${side}` : newest;
    newest = secrets[side];
    await ask();
  }
  await other.stop();
});

test('when the caller gives up, the other side stops as well', async () => {
  const controller = new AbortController();
  const call = reach('gateway').public({ query: '{ waiting }' }, scope(controller.signal));
  await expect.poll(() => calls).toBe(1);
  controller.abort(new Error('the caller has gone'));
  await expect(call).rejects.toThrow('the caller has gone');
  await expect.poll(() => aborted).not.toBeNull();
});

test('a call is SERVICE_UNAVAILABLE at once while the server is down, and works afterwards', async () => {
  const other = await serve();
  const remote = reach('gateway', { url: `https://127.0.0.1:${other.port}` });
  const ask = () => remote.public({ query: '{ echo(text: "hello") }' }, scope());
  expect((await ask()).data).toEqual({ echo: 'hello' });
  await other.stop();
  await expect(ask()).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
  const again = await serve(other.port);
  expect((await ask()).data).toEqual({ echo: 'hello' });
  await again.stop();
});

test('a stop lets the call in progress finish', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  let isOpen = false;
  const slow: Execute = async (call, given) => {
    isOpen = true;
    await held;
    return executor(call, given);
  };
  const other = await serve(0, slow);
  const remote = reach('gateway', { url: `https://127.0.0.1:${other.port}` });
  const answer = remote.public({ query: '{ echo(text: "late") }' }, scope());
  await expect.poll(() => isOpen).toBe(true);
  const stopped = other.stop();
  release();
  expect((await answer).data).toEqual({ echo: 'late' });
  await stopped;
});

/** Answers its first call and then breaks every connection under the call. */
async function serveBreaking(): Promise<{ url: string; seen: string[]; close: () => void }> {
  const seen: string[] = [];
  const server = createServer(identityOf('service'), (incoming, response) => {
    seen.push(incoming.url ?? '');
    incoming.resume();
    if (seen.length === 1) response.end('{"data":{}}');
    else incoming.socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}`, seen, close: () => server.close() };
}

test.each([
  ['a read whose kept connection breaks is sent once more', '{ whoIsAsking }', 3],
  ['a mutation whose kept connection breaks is not sent again', 'mutation { change }', 2],
])('%s', async (_name, query, requests) => {
  const { url, seen, close } = await serveBreaking();
  const remote = reach('gateway', { url });
  await remote.public({ query: '{ whoIsAsking }' }, scope());
  // A connection is used again in the next turn of the loop at the earliest.
  await nextTurn();
  await expect(remote.public({ query }, scope())).rejects.toMatchObject({
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });
  expect(seen).toHaveLength(requests);
  close();
});

test('more calls than may wait are refused, and the others are answered', async () => {
  const remote = reach('gateway');
  const ask = () => remote.public({ query: '{ echo(text: "x") }' }, scope());
  // The connections are made a few at a time: all at once they are late on a busy machine.
  for (let open = 8; open <= 64; open += 8) {
    await Promise.all(Array.from({ length: open }, ask));
    await nextTurn();
  }
  const many = await Promise.allSettled(Array.from({ length: 700 }, ask));
  expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(576);
});

test('a request beyond the limit is refused with 413', async () => {
  const remote = reach('gateway');
  const text = 'x'.repeat(9 * 1024 * 1024);
  const query = 'query ($text: String!) { echo(text: $text) }';
  await expect(remote.public({ query, variables: { text } }, scope())).rejects.toMatchObject({
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  });
  const longButAllowed = 'y'.repeat(4 * 1024 * 1024);
  const { data } = await remote.public({ query, variables: { text: longButAllowed } }, scope());
  expect(data?.echo).toBe(longButAllowed);
});
