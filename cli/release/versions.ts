import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Dispatcher, request } from 'undici';
import { listensOn } from '../../platform/process/listening-processes';
import { endForeignProcess } from '../../platform/process/process-table';
import { CommandError } from '../program/exit-codes';
import {
  demandFree,
  offsetOf,
  portOf,
  portsOf,
  publicUrlOf,
  type ReleaseSettings,
  versionOrigin,
} from './addresses';
import { startInBackground } from './background';
import type { Slot } from './haproxy';
import { isRunning, type StartedProcess, startedProcess, type Version } from './state';
import { versionAgent, versionTls } from './version-tls';

const startDeadlineMs = 150_000;
const readyAnswerMs = 2_000;
/** A version drains within 30 s, and has no PostgreSQL of its own to stop. */
const stopDeadlineMs = 40_000;
const killDeadlineMs = 5_000;
const localhost = '127.0.0.1';

async function answersReady(origin: string, dispatcher: Dispatcher): Promise<boolean> {
  const signal = AbortSignal.timeout(readyAnswerMs);
  const answer = await request(`${origin}/ready`, { dispatcher, signal }).catch(() => null);
  await answer?.body.dump();
  return answer?.statusCode === 200;
}

function commitOf(build: string): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: build,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

/** The program of a version. @throws CommandError if it was not built. */
export function programOf(build: string): string {
  const program = path.join(path.resolve(build), 'dist/cli/orderprocessing.js');
  if (existsSync(program)) return program;
  throw new CommandError(`${program} does not exist. Build that version with npm run build.`);
}

export interface VersionStart {
  readonly slot: Slot;
  readonly build: string;
  /** Called with the version while it is still starting. */
  readonly onSpawn: (version: Version) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts a version beside the other one, on ports of its own. It migrates the databases first. It
 * is ready once the started process answers, and not another one on its port.
 * @throws CommandError if its ports are taken, or it is not ready in time.
 */
export async function startVersion(
  settings: ReleaseSettings,
  { slot, build: given, onSpawn, signal }: VersionStart,
): Promise<Version> {
  const { configuration, folder } = settings;
  const build = path.resolve(given);
  const program = programOf(build);
  signal?.throwIfAborted();
  for (const port of portsOf(configuration, slot)) await demandFree(localhost, port, slot);
  const port = portOf(configuration, slot);
  const commit = commitOf(build);
  const agent = versionAgent(versionTls(configuration));
  const versionOf = (pid: number) => ({ ...startedProcess(pid), slot, build, commit, port });
  const pid = await startInBackground({
    name: `The version ${slot}`,
    command: process.execPath,
    args: [program, 'start'],
    environment: {
      ...settings.environment,
      ORDERPROCESSING_DATA_FOLDER: folder.dataOf(slot),
      ORDERPROCESSING_SERVER_HOST: localhost,
      ORDERPROCESSING_SERVER_PORT_OFFSET: String(offsetOf(configuration, slot)),
      ORDERPROCESSING_SERVER_TRUSTED_PROXIES: localhost,
      ORDERPROCESSING_SERVICES_GATEWAY_URL: publicUrlOf(configuration),
    },
    workingFolder: settings.workingFolder,
    log: folder.logOf(slot),
    isReady: async (started) =>
      (await answersReady(versionOrigin(configuration, slot), agent)) && listensOn(started, port),
    startDeadlineMs,
    onSpawn: (started) => onSpawn(versionOf(started)),
    signal,
  }).finally(() => agent.destroy());
  return versionOf(pid);
}

const signals = [
  ['SIGTERM', stopDeadlineMs],
  ['SIGKILL', killDeadlineMs],
] as const;

/**
 * Ends a process by SIGTERM, on which a version drains; one that takes too long is killed.
 * @throws CommandError if it still runs, or belongs to another account.
 */
export async function stopProcess(started: StartedProcess): Promise<void> {
  if (!isRunning(started)) return;
  try {
    if (await endForeignProcess(started.pid, signals)) return;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') return;
    throw new CommandError(`Process ${started.pid} cannot be ended (${code}).`, 1, {
      cause: error,
    });
  }
  throw new CommandError(`Process ${started.pid} has not ended, although it was killed.`);
}
