import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createFolder } from '../files/make-folder';
import { type Child, endChild, startChild } from '../process/child';
import { commandOf, endForeignProcess, waitUntil } from '../process/process-table';
import { replaceIfPossible } from '../process/replace-file';
import { findProgram } from '../process/run-program';
import { supervise } from '../process/supervisor';
import type { Logger } from '../telemetry/logger';

export interface RedisChildOptions {
  /** Folder of the socket and the process id. */
  readonly folder: string;
  readonly logger: Logger;
  readonly memoryMegabytes?: number;
  /** Number of databases. Default: 1. */
  readonly databases?: number;
  /** Called when the server died and could not be brought back. */
  readonly onLost?: (reason: string) => void;
}

export interface RedisChild {
  readonly url: string;
  readonly pid: number;
  readonly program: string;
  stop(): Promise<void>;
}

const programs = ['redis-server', 'valkey-server'];
/** What each large use may have of it is a limit of its own; together they need less. */
export const memoryMegabytes = 128;
const readyDeadlineMs = 10_000;
const lastLinesMax = 3;
/** sun_path of unix(7), the closing zero included. */
const socketPathBytesMax = 108;
const endSignals = [['SIGTERM', 5_000]] as const;

/** The first Redis on the path; null if there is none. */
export const findRedisServer = (): string | null =>
  programs.find((name) => findProgram(name) !== null) ?? null;

/** Why no client could connect to a socket of this path; null if one can. */
function obstacleIn(socket: string): string | null {
  if (Buffer.byteLength(socket) >= socketPathBytesMax) return 'would be too long';
  return socket.includes('?') ? 'has a question mark, behind which clients read options' : null;
}

/** Stops a server that outlived the process that started it, identified by socket and id. */
async function endOrphan(pidFile: string, socket: string, logger: Logger): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  // Redis shows its socket in the process title, so a reused process id is recognised.
  const ours = Number.isInteger(pid) && commandOf(pid).includes(socket);
  if (ours && (await endForeignProcess(pid, [...endSignals, ['SIGKILL', 2_000]]))) {
    logger.warn({ pid }, 'stopped the Redis of a killed start');
  }
  rmSync(pidFile, { force: true });
  rmSync(socket, { force: true });
}

function serverArguments(socket: string, options: RedisChildOptions): string[] {
  const settings: Record<string, string> = {
    port: '0',
    unixsocket: socket,
    unixsocketperm: '700',
    save: '',
    appendonly: 'no',
    databases: String(options.databases ?? 1),
    maxmemory: `${options.memoryMegabytes ?? memoryMegabytes}mb`,
    // Each large use has a bound of its own (decision 0110). If all are too much, the least recently
    // used go, which counters of the last minute are not.
    'maxmemory-policy': 'volatile-lru',
    // Background tasks per second; the default of 10 would be a third of an idle shop's CPU.
    hz: '1',
    'proc-title-template': '{title} {unixsocket}',
    loglevel: 'warning',
    daemonize: 'no',
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
}

async function launch(
  program: string,
  socket: string,
  pidFile: string,
  options: RedisChildOptions,
): Promise<Child> {
  rmSync(socket, { force: true });
  const last: string[] = [];
  const child = await startChild({
    command: program,
    args: serverArguments(socket, options),
    deathSignal: 'SIGTERM',
    workingFolder: resolve(options.folder),
    onLine: (line) => {
      options.logger.debug({ line }, 'redis');
      if (last.push(line) > lastLinesMax) last.shift();
    },
  });
  replaceIfPossible(pidFile, String(child.pid), options.logger);
  let ended = false;
  void child.exited.then(() => {
    ended = true;
  });
  const up = await waitUntil(() => existsSync(socket) || ended, readyDeadlineMs);
  if (up && !ended) return child;
  await endChild(child, endSignals);
  throw new Error(`${program} does not start: ${last.join(' ')}`);
}

/**
 * Starts the `redis-server` or `valkey-server` from the path on a Unix socket, without persistence,
 * and restarts it when it dies. It dies with this process.
 * @returns null if there is none, or if no client could connect to its socket.
 * @throws Error with its last lines if it does not start.
 */
export async function startRedisChild(options: RedisChildOptions): Promise<RedisChild | null> {
  const folder = resolve(options.folder);
  const socket = join(folder, 'redis.sock');
  const program = findRedisServer();
  if (program === null) return null;
  const obstacle = obstacleIn(socket);
  if (obstacle !== null) {
    options.logger.warn({ socket }, `no ${program}: the path of its socket ${obstacle}`);
    return null;
  }
  createFolder(folder);
  const pidFile = join(folder, 'redis.pid');
  await endOrphan(pidFile, socket, options.logger);
  const server = supervise(await launch(program, socket, pidFile, options), {
    name: program,
    logger: options.logger,
    launch: () => launch(program, socket, pidFile, options),
    endSignals,
    onLost: options.onLost,
  });
  return {
    url: `unix://${socket}`,
    program,
    get pid() {
      return server.pid;
    },
    stop: async () => {
      await server.stop();
      for (const file of [pidFile, socket]) rmSync(file, { force: true });
    },
  };
}
