import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Child, endChild, startChild } from '../process/child';
import { commandOf, endForeignProcess, waitUntil } from '../process/process-table';
import { supervise } from '../process/supervisor';
import type { Logger } from '../telemetry/logger';

export interface RedisChildOptions {
  /** Where the socket lies and the process id is kept. */
  readonly folder: string;
  readonly logger: Logger;
  readonly memoryMegabytes?: number;
  /** Numbered databases; one when left out. */
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
const memoryMegabytes = 128;
const readyDeadlineMs = 10_000;
const lastLinesMax = 3;
/** sun_path of unix(7), the closing zero included. */
const socketPathBytesMax = 108;
const endSignals = [['SIGTERM', 5_000]] as const;

/** The first Redis on the path that starts; null where there is none. */
export function findRedisServer(): string | null {
  return programs.find((name) => spawnSync(name, ['--version']).status === 0) ?? null;
}

/** Ends a server that outlived the process that had started it, known by socket and id. */
async function endOrphan(pidFile: string, socket: string, logger: Logger): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  // Redis writes its socket into its process title, so the id can be told from a reused one.
  const ours = Number.isInteger(pid) && commandOf(pid).includes(socket);
  if (ours && (await endForeignProcess(pid, [...endSignals, ['SIGKILL', 2_000]]))) {
    logger.warn({ pid }, 'ended the Redis of a killed start');
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
    // Everything in it is a cache or a counter with an end; the least used goes first.
    'maxmemory-policy': 'volatile-lru',
    // How often a second it looks after itself; at its ten it is a third of what an idle shop costs.
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
  writeFileSync(pidFile, String(child.pid));
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
 * Starts a `redis-server` or `valkey-server` of the path on a Unix socket, keeping nothing on
 * disk, and starts it again when it dies. When this process dies, so does it.
 * @returns null where the path has none, or the socket's path would be too long.
 * @throws Error with its last lines when it is there and does not start.
 */
export async function startRedisChild(options: RedisChildOptions): Promise<RedisChild | null> {
  const folder = resolve(options.folder);
  const socket = join(folder, 'redis.sock');
  const program = findRedisServer();
  if (program === null) return null;
  if (Buffer.byteLength(socket) >= socketPathBytesMax) {
    options.logger.warn({ socket }, `no ${program}: the path of its socket would be too long`);
    return null;
  }
  mkdirSync(folder, { recursive: true });
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
