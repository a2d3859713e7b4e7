import { once } from 'node:events';
import { createConnection } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'node:tls';
import { buildSchema } from 'graphql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createExecutor } from '../graphql/execute';
import { createLogger } from '../telemetry/logger';
import { createTestRedis, redisAvailable } from '../testing/redis';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForTest } from '../testing/temporary-folder';
import { makeCertificates, revokeCertificate, serialOf, tlsFilesOf } from './certificates';
import { type FollowedTls, followTls } from './follow-tls';
import { type RemoteSubgraph, remoteSubgraph } from './remote-execute';
import { followRevoked, publishRevoked, type RevokedList } from './revoked-list';
import { type ServedExecute, serveExecute } from './serve-execute';
import { viewerSecret } from './testing/certified-processes';
import { readTlsFiles, type TlsIdentity } from './tls';

const names = ['service', 'gateway', 'worker'];
const patience = { timeout: 30_000, interval: 50 };
/** A little longer than the interval at which Redis is polled. */
const pollMs = 2_100;

const schema = buildSchema('type Query { ping: Int! } type Mutation { change: Int! }');
for (const type of [schema.getQueryType(), schema.getMutationType()]) {
  for (const field of Object.values(type?.getFields() ?? {})) field.resolve = () => pause(5, 1);
}
const execute = createExecutor({ schema, createContext: (scope) => scope, logger });

let folder: string;
let served: ServedExecute;
const followed: FollowedTls[] = [];
const opened: RemoteSubgraph[] = [];

const follow = (name: string, list?: RevokedList): FollowedTls => {
  const tls = followTls(tlsFilesOf(folder, name), logger, list);
  followed.push(tls);
  return tls;
};

function open(tls: TlsIdentity = follow('gateway')): RemoteSubgraph {
  const url = `https://127.0.0.1:${served.port}`;
  const remote = remoteSubgraph({ url, name: 'service', tls, viewerSecret, logger });
  opened.push(remote);
  return remote;
}

beforeEach(async () => {
  folder = folderForTest();
  await makeCertificates(folder, names, { days: 1 });
  served = await serveExecute({
    public: { execute, callers: ['gateway'] },
    internal: { execute, callers: ['worker'] },
    isReady: async () => true,
    tls: follow('service'),
    host: '127.0.0.1',
    port: 0,
    viewerSecret,
    logger,
  });
});
afterEach(async () => {
  for (const remote of opened.splice(0)) remote.close();
  for (const tls of followed.splice(0)) tls.stop();
  await served.stop();
});

const call = async (remote: RemoteSubgraph, query: string): Promise<string> => {
  const viewer = { kind: 'system', cause: 'a test' } as const;
  const signal = AbortSignal.timeout(10_000);
  const { data, errors = [] } = await remote.public({ query }, { viewer, requestId: 'r', signal });
  return errors.length > 0 ? String(errors[0]?.message) : JSON.stringify(data);
};

/** The serial number of the certificate that the server shows to a new connection. */
async function shownSerial(): Promise<string> {
  const socket = connect({
    ...readTlsFiles(tlsFilesOf(folder, 'gateway')),
    host: '127.0.0.1',
    port: served.port,
    servername: 'service',
  });
  await once(socket, 'secureConnect');
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}

test('a connection that shows no certificate is closed', async () => {
  const silent = createConnection({ host: '127.0.0.1', port: served.port });
  silent.on('error', () => undefined).resume();
  await new Promise((resolve) => silent.once('close', resolve));
  expect(silent.bytesRead).toBe(0);
});

test('certificates are renewed under load without a failed call', async () => {
  const remote = open();
  let isOver = false;
  const failures: unknown[] = [];
  let calls = 0;
  const load = Array.from({ length: 8 }, async (_, index) => {
    const query = index % 2 === 0 ? '{ ping }' : 'mutation { change }';
    while (!isOver) {
      calls += 1;
      await call(remote, query).catch((error: unknown) => failures.push(error));
    }
  });
  for (let round = 0; round < 3; round += 1) {
    const before = calls;
    expect(await makeCertificates(folder, names, { isForced: true })).toEqual(names);
    const renewed = serialOf(folder, 'service');
    await vi.waitUntil(async () => (await shownSerial()) === renewed, patience);
    await vi.waitUntil(() => calls > before + 50, patience);
  }
  isOver = true;
  await Promise.all(load);
  expect(failures).toEqual([]);
});

test('a revoked caller is soon refused, on open connections too; others are served', async () => {
  const stolen = readTlsFiles(tlsFilesOf(folder, 'gateway'));
  const thief = open(stolen);
  const honest = open();
  expect(await call(thief, '{ ping }')).toBe('{"ping":1}');
  expect(await call(honest, '{ ping }')).toBe('{"ping":1}');

  const serial = serialOf(folder, 'gateway');
  await makeCertificates(folder, ['gateway'], { isForced: true });
  revokeCertificate(folder, names, serial);
  const isRefused = () =>
    call(thief, 'mutation { change }').then(
      () => false,
      () => true,
    );
  await vi.waitUntil(isRefused, patience);
  await vi.waitUntil(
    () =>
      call(honest, '{ ping }').then(
        () => true,
        () => false,
      ),
    patience,
  );
  expect(await isRefused()).toBe(true);
  await expect(call(open(stolen), '{ ping }')).rejects.toThrow();
});

test('a revoked server is refused', async () => {
  const remote = open();
  expect(await call(remote, '{ ping }')).toBe('{"ping":1}');
  revokeCertificate(folder, ['gateway'], serialOf(folder, 'service'));
  const isRefused = () =>
    call(remote, '{ ping }').then(
      () => false,
      () => true,
    );
  await vi.waitUntil(isRefused, patience);
});

describe.skipIf(!redisAvailable)('a certificate that is revoked in Redis', () => {
  test('is soon refused, on open connections and by new processes, though Redis loses it', async () => {
    const { redis, close } = await createTestRedis();
    const list = await followRevoked(redis, logger);
    const remote = open(follow('gateway', list));
    expect(await call(remote, '{ ping }')).toBe('{"ping":1}');
    const serial = serialOf(folder, 'service');
    await publishRevoked(redis, serial.toLowerCase());
    const isRefused = (by: RemoteSubgraph) =>
      call(by, '{ ping }').then(
        () => false,
        () => true,
      );
    await vi.waitUntil(() => isRefused(remote), patience);
    const started = await followRevoked(redis, logger);
    expect(await isRefused(open(follow('worker', started)))).toBe(true);
    await redis.flushdb();
    await pause(pollMs);
    expect(list.has(serial)).toBe(true);
    expect(await isRefused(remote)).toBe(true);
    for (const one of [list, started]) one.stop();
    await close();
  });

  test('says once that Redis is lost, and follows again when it is back', async () => {
    const warnings: unknown[] = [];
    const heard = createLogger({
      level: 'warn',
      pretty: false,
      name: 'test',
      destination: { write: (line: string) => void warnings.push(JSON.parse(line).msg) },
    });
    const { redis, close } = await createTestRedis();
    await publishRevoked(redis, '5A1F');
    const { smembers } = redis;
    redis.smembers = (() => Promise.reject(new Error('lost'))) as typeof smembers;
    const list = await followRevoked(redis, heard);
    await pause(pollMs);
    expect(list.has('5A1F')).toBe(false);
    redis.smembers = smembers;
    await vi.waitUntil(() => list.has('5A1F'), patience);
    expect(warnings).toEqual(['revoked certificates not read']);
    list.stop();
    await close();
  });
});
