import { chmodSync, chownSync, copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { Client } from 'pg';
import { endChild, startChild } from '../platform/process/child';
import { waitUntil } from '../platform/process/process-table';
import { readTlsFiles, type TlsFiles } from '../platform/remote/tls';
import { freePort } from '../platform/testing/free-port';

const reloadDeadlineMs = 10_000;

/** A server of a test or a measurement. */
export interface TlsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Forwards connections to a server without TLS; callers reach the port with or without TLS. */
export async function relayTo(port: number, files: TlsFiles | null): Promise<TlsServer> {
  const forward = (outside: Socket) => {
    const inside = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      from.pipe(to);
      // Errors end with the connection.
      from.on('error', () => to.destroy());
      from.once('close', () => to.destroy());
    }
  };
  const server = files === null ? createTcpServer(forward) : tlsServer(files, forward);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function tlsServer(files: TlsFiles, forward: (outside: Socket) => void) {
  const { cert, key } = readTlsFiles(files);
  return createServer({ cert, key }, forward).on('tlsClientError', () => undefined);
}

/** Puts TLS before a server that speaks without it. */
export const tlsBefore = (port: number, files: TlsFiles): Promise<TlsServer> =>
  relayTo(port, files);

export interface RedisOnTcp extends TlsServer {
  readonly pid: number;
}

/** The options of a redis-server on loopback that speaks TLS only, or nothing but plain text. */
export const redisPort = (port: number, files: TlsFiles | null): string[] =>
  files === null ? ['--port', String(port)] : tlsArguments(String(port), files);

const tlsArguments = (port: string, files: TlsFiles): string[] => [
  '--port',
  '0',
  '--tls-port',
  port,
  '--tls-cert-file',
  files.certificateFile,
  '--tls-key-file',
  files.keyFile,
  '--tls-ca-cert-file',
  files.authorityFile,
  '--tls-auth-clients',
  'no',
];

/** A redis-server on loopback that speaks TLS only, or nothing but plain text. */
export async function redisOnTcp(files: TlsFiles | null): Promise<RedisOnTcp> {
  const port = await freePort();
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  const child = await startChild({
    command: 'redis-server',
    args: [...redisPort(port, files), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    deathSignal: 'SIGTERM',
    onLine: (line) => line.includes('Ready to accept connections') && resolve(),
  });
  const ended = child.exited.then(({ code }) => {
    throw new Error(`redis-server ended with code ${code}.`);
  });
  ended.catch(() => undefined);
  await Promise.race([ready, ended]);
  const { pid } = child;
  return { port, pid, close: () => endChild(child, [['SIGTERM', 5_000]]).then(() => undefined) };
}

/** A redis-server that speaks TLS only. */
export const redisWithTls = (files: TlsFiles): Promise<RedisOnTcp> => redisOnTcp(files);

/** Lets a running PostgreSQL offer TLS, by a reload, until it is closed. */
export async function postgresWithTls(url: string, files: TlsFiles): Promise<TlsServer> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number; port: string }>(
    "SELECT pg_backend_pid() AS pid, current_setting('port') AS port",
  );
  const [{ pid, port } = { pid: 0, port: '' }] = rows;
  // PostgreSQL reads a key only if its own account owns the file.
  const own = mkdtempSync(join(tmpdir(), 'postgresql-tls-'));
  const { uid, gid } = statSync(`/proc/${pid}`);
  chownSync(own, uid, gid);
  for (const file of [files.certificateFile, files.keyFile]) {
    const copy = join(own, file === files.keyFile ? 'key.pem' : 'certificate.pem');
    copyFileSync(file, copy);
    chmodSync(copy, 0o600);
    chownSync(copy, uid, gid);
  }
  const change = async (settings: readonly string[]) => {
    for (const setting of settings) await client.query(`ALTER SYSTEM ${setting}`);
    await client.query('SELECT pg_reload_conf()');
  };
  const { username, password } = new URL(url);
  const offer = `postgresql://${username}:${password}@localhost:${port}/postgres?sslmode=no-verify`;
  const isOn = async () => {
    const asking = new Client({ connectionString: offer });
    asking.on('error', () => undefined);
    const isConnected = await asking.connect().then(
      () => true,
      () => false,
    );
    await asking.end();
    return isConnected;
  };
  await change([
    `SET ssl_cert_file = '${join(own, 'certificate.pem')}'`,
    `SET ssl_key_file = '${join(own, 'key.pem')}'`,
    'SET ssl = on',
  ]);
  if (!(await waitUntil(isOn, reloadDeadlineMs))) throw new Error('PostgreSQL offers no TLS.');
  return {
    port: Number(port),
    close: async () => {
      await change(['RESET ssl', 'RESET ssl_cert_file', 'RESET ssl_key_file']);
      await client.end();
      rmSync(own, { recursive: true });
    },
  };
}
