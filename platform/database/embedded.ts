import { createHmac } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type Child,
  type ChildAccount,
  endChild,
  resolvesWithin,
  startChild,
} from '../process/child';
import { supervise } from '../process/supervisor';
import type { Logger } from '../telemetry/logger';
import { demandOwnCluster, postgresAccount, reaching } from './embedded-account';
import { archivingSettings, logCopyName } from './embedded-archiving';
import { findPostgresBinaries, type PostgresBinaries } from './embedded-binaries';
import {
  type ClusterFolders,
  clusterFolders,
  endOrphan,
  ensureCluster,
  postgresEndSignals,
  prepareFolders,
  superuser,
} from './embedded-cluster';
import { lateStart, startFailure } from './start-failure';

export interface EmbeddedPostgresOptions {
  readonly dataFolder: string;
  readonly logger: Logger;
  /** TCP port on loopback; a free one when left out. */
  readonly port?: number;
  /** False for disposable data: commits do not wait for the disk. Default: true. */
  readonly durable?: boolean;
  /** True keeps new log in the cluster, for a later start to archive. Default: false. */
  readonly holdsArchive?: boolean;
  /** True makes each commit wait until a receiver has a copy of its log. Default: false. */
  readonly copiesLog?: boolean;
  /** Time for recovery until it accepts connections. Default: two minutes. */
  readonly readyDeadlineMs?: number;
  /** Further variables of its environment: drills change its clock by them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with each line of its log. */
  readonly onLine?: (line: string) => void;
  /** Called when the server died and could not be restarted. */
  readonly onLost?: (reason: string) => void;
}

export interface EmbeddedPostgres {
  readonly port: number;
  readonly pid: number;
  /** The url of one of its databases, by Unix socket where the path is short enough for one. */
  url(database: string): string;
  /** The same database for a role of the application, which does not own it. */
  applicationUrl(database: string): string;
  /** The owner's url by TCP on loopback. */
  tcpUrl(database: string): string;
  stop(): Promise<void>;
}

const defaultReadyDeadlineMs = 120_000;
/** A standby, of which a data folder may be a copy, takes read-only ones. */
const readyLine = /database system is ready to accept (read-only )?connections/;
const portAttemptsMax = 3;
const lastLinesMax = 5;
const lastLinesDeadlineMs = 1_000;

/** sun_path of unix(7) holds 108 bytes, the closing zero and PostgreSQL's own lock suffix included. */
const socketPathBytesMax = 100;

async function listens(
  address: { port: number; host: string } | { path: string },
): Promise<number | null> {
  const server = createServer();
  return new Promise((done) => {
    server.once('error', () => done(null));
    server.listen(address, () => {
      const bound = server.address();
      server.close(() => done(typeof bound === 'object' && bound !== null ? bound.port : 0));
    });
  });
}

async function freePort(): Promise<number> {
  const port = await listens({ port: 0, host: '127.0.0.1' });
  if (port === null) throw new Error('There is no free port on 127.0.0.1.');
  return port;
}

/** Some file systems (shared folders of virtual machines) do not support sockets. */
async function socketsPossible(folder: string): Promise<boolean> {
  const path = join(folder, '.s.PGSQL.65535');
  if (Buffer.byteLength(path) > socketPathBytesMax) return false;
  const attempt = join(folder, '.try');
  // A start that was killed at this moment left its socket behind.
  rmSync(attempt, { force: true });
  const possible = (await listens({ path: attempt })) !== null;
  rmSync(attempt, { force: true });
  return possible;
}

/** Derived, so that only the owner's password is stored. */
const applicationPassword = (password: string, database: string): string =>
  createHmac('sha256', password).update(`application ${database}`).digest('base64url');

/** PostgreSQL splits the setting at commas, except between quotes. */
const listOfOne = (folder: string): string => `"${folder.replaceAll('"', '""')}"`;

interface ServerPlan {
  readonly binaries: PostgresBinaries;
  readonly folders: ClusterFolders;
  readonly account: ChildAccount | undefined;
  readonly sockets: boolean;
  readonly durable: boolean;
  readonly holdsArchive: boolean;
  readonly copiesLog: boolean;
  readonly readyDeadlineMs: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
  readonly logger: Logger;
}

function serverArguments(plan: ServerPlan, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: plan.sockets ? listOfOne(plan.folders.sockets) : '',
    unix_socket_permissions: '0700',
    max_connections: 100,
    shared_preload_libraries: 'pg_stat_statements',
    fsync: plan.durable ? 'on' : 'off',
    synchronous_commit: plan.durable ? 'on' : 'off',
    full_page_writes: plan.durable ? 'on' : 'off',
    ...archivingSettings(dirname(plan.folders.data), plan.holdsArchive),
    synchronous_standby_names: plan.copiesLog ? logCopyName : '',
    jit: 'off',
    // A page out of order costs a disk of today next to nothing: small tables are read by index
    // too, and not from end to end under everybody's locks.
    random_page_cost: '1.1',
    // The end of a checkpoint, when its files are synced, holds up what is synced beside it for
    // almost half a second. One is due at half of this (2.1 GB): at 10 kB an order they come by the
    // clock, every five minutes, up to 700 orders a second.
    max_wal_size: '4GB',
    // What a server has by default; initdb takes a quarter of it along with segments of a quarter.
    min_wal_size: '80MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    // The sender gets the error of a failed statement; in the log it would leak personal data.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', plan.folders.data, '-p', String(port), ...flags];
}

/** Starts the server. @throws Error with its last lines and the next step if it exits or is late. */
async function launch(plan: ServerPlan, port: number): Promise<Child> {
  const last: string[] = [];
  let ready: () => void = () => undefined;
  const isReady = new Promise<'ready'>((done) => {
    ready = () => done('ready');
  });
  const child = await startChild({
    command: plan.binaries.postgres,
    args: serverArguments(plan, port),
    account: plan.account,
    deathSignal: 'SIGINT',
    environment: { ...plan.environment, LC_ALL: 'C', TZ: 'UTC' },
    onLine: (line) => {
      plan.logger.debug({ line }, 'postgres');
      plan.onLine?.(line);
      if (readyLine.test(line)) ready();
      if (last.push(line) > lastLinesMax) last.shift();
    },
  });
  const ended = child.exited.then(() => 'ended' as const);
  const late = pause(plan.readyDeadlineMs, 'late' as const, { ref: false });
  const outcome = await Promise.race([isReady, ended, late]);
  if (outcome === 'ready') return child;
  await endChild(child, postgresEndSignals);
  // The lines that say why may arrive after the exit.
  await resolvesWithin(child.closed, lastLinesDeadlineMs);
  if (outcome === 'late') throw lateStart(last, plan.readyDeadlineMs);
  throw startFailure(plan.folders.data, last);
}

/** Another process may have taken the port since it was chosen; then another port is tried. */
async function launchOnFreePort(
  plan: ServerPlan,
  requested: number | undefined,
): Promise<{ child: Child; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = requested ?? (await freePort());
    try {
      return { child: await launch(plan, port), port };
    } catch (error) {
      const taken = (error as Error).message.includes('Address already in use');
      if (!taken || requested !== undefined || attempt === portAttemptsMax) throw error;
    }
  }
}

async function planFor(options: EmbeddedPostgresOptions): Promise<ServerPlan> {
  const dataFolder = resolve(options.dataFolder);
  const folders = clusterFolders(dataFolder);
  const binaries = findPostgresBinaries();
  const owner = postgresAccount();
  demandOwnCluster(folders.data, owner);
  prepareFolders(folders, owner);
  if (owner) chmodSync(dataFolder, 0o711);
  const account = owner && reaching(owner, [binaries.postgres, dataFolder]);
  const sockets = await socketsPossible(folders.sockets);
  const durable = options.durable ?? true;
  const {
    holdsArchive = false,
    copiesLog = false,
    readyDeadlineMs = defaultReadyDeadlineMs,
    environment,
    onLine,
    logger,
  } = options;
  const given = { durable, holdsArchive, copiesLog, readyDeadlineMs, environment, onLine, logger };
  return { binaries, folders, account, sockets, ...given };
}

/**
 * Starts the PostgreSQL that npm brought, on the data below `dataFolder`, setting it up first
 * where there is none. A server that an earlier, killed process left behind is ended first. It
 * listens on loopback and on a socket in the data folder, with a random password that only the
 * data folder knows, and is started again when it dies. When this process dies, so does it.
 * @throws Error with one sentence that says what is in the way.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const plan = await planFor(options);
  const orphan = await endOrphan(plan.folders);
  if (orphan !== null)
    options.logger.warn({ pid: orphan }, 'stopped the PostgreSQL of a killed start');
  const password = await ensureCluster(plan.binaries, plan.folders, plan.account, plan.durable);
  const { child, port } = await launchOnFreePort(plan, options.port);
  const server = supervise(child, {
    name: 'the embedded PostgreSQL',
    logger: options.logger,
    launch: () => launch(plan, port),
    endSignals: postgresEndSignals,
    onLost: options.onLost,
  });
  const tcpUrl = (database: string) =>
    `postgresql://${superuser}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  const host = encodeURIComponent(plan.folders.sockets);
  const reached = (url: string) => (plan.sockets ? `${url}?host=${host}` : url);
  return {
    port,
    get pid() {
      return server.pid;
    },
    url: (database) => reached(tcpUrl(database)),
    applicationUrl: (database) => {
      const url = new URL(tcpUrl(database));
      url.username = `${database}_application`;
      url.password = applicationPassword(password, database);
      return reached(url.href);
    },
    tcpUrl,
    stop: () => server.stop(),
  };
}
