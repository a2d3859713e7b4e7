import { type ChildProcess, spawn } from 'node:child_process';
import cluster from 'node:cluster';
import { childEnvironment } from '../config/child-environment';
import { type Child, type ChildExit, endChild } from '../process/child';
import { type Supervised, supervise } from '../process/supervisor';
import type { Logger } from '../telemetry/logger';
import * as limits from './limits';
import type { PartMessage, SupervisorMessage } from './part-settings';

export interface PartProcessOptions {
  /** How logs and messages call it. */
  readonly name: string;
  /** The compiled entry of the part. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** Its configuration at this moment; sent over the channel, so it has to survive JSON. */
  readonly settings: () => object;
  /** The part asks for the configuration to be read again. */
  readonly onRefresh?: () => void;
  /** Whether it listens on ports that other processes of its kind listen on too. */
  readonly sharesPorts?: boolean;
  /** Where Node keeps what it compiled: parts that load the same code compile it once. */
  readonly compileCache: string;
  readonly logger: Logger;
  /** Called when it died and could not be brought back. */
  readonly onLost: (reason: string) => void;
}

const endSignals = [['SIGTERM', limits.stopDeadlineMs]] as const;

function spawnPart(options: PartProcessOptions): ChildProcess {
  const { entry, args = [], sharesPorts, compileCache } = options;
  const environment = { NODE_COMPILE_CACHE: compileCache };
  if (sharesPorts === true) {
    cluster.setupPrimary({ exec: entry, args: [...args], silent: false });
    return cluster.fork(environment).process;
  }
  return spawn(process.execPath, [entry, ...args], {
    env: { ...childEnvironment(), ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

function childOf(process: ChildProcess): Child {
  const exited = new Promise<ChildExit>((resolve) => {
    process.once('exit', (code, signal) => resolve({ code, signal }));
    process.once('error', () => resolve({ code: null, signal: null }));
  });
  return {
    pid: process.pid ?? 0,
    exited,
    kill: (signal) => void process.kill(signal),
  };
}

/** Resolves when the part says that it is ready. */
async function firstWord(part: ChildProcess, child: Child, name: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<PartMessage>((resolve) => {
    const failed = `${name} was not ready within ${limits.startDeadlineMs / 1_000} s.`;
    timer = setTimeout(() => resolve({ failed }), limits.startDeadlineMs);
  });
  const said = new Promise<PartMessage>((resolve) => {
    part.on('message', (message: PartMessage) => {
      if ('ready' in message || 'failed' in message) resolve(message);
    });
  });
  const silent = child.exited.then(({ code, signal }): PartMessage => {
    return { failed: `It ended while it was starting (${signal ?? code}).` };
  });
  const word = await Promise.race([said, silent, late]);
  clearTimeout(timer);
  if ('failed' in word) throw new Error(`${name}: ${word.failed}`);
}

export interface KeptPart extends Supervised {
  /** Says something to the process that is running now; the next one gets its settings anyway. */
  tell(message: SupervisorMessage): void;
}

async function launch(
  options: PartProcessOptions,
  onSpawn: (part: ChildProcess) => void,
): Promise<Child> {
  const part = spawnPart(options);
  const child = childOf(part);
  onSpawn(part);
  // A channel whose other end has just died is told of by `exited`.
  part.on('error', () => undefined);
  part.on('message', (message: PartMessage) => {
    if ('refresh' in message) options.onRefresh?.();
  });
  const sent = options.settings();
  part.send({ settings: sent }, () => undefined);
  try {
    await firstWord(part, child, options.name);
    // What changed while it was starting it may have missed.
    const settings = options.settings();
    if (JSON.stringify(settings) !== JSON.stringify(sent)) part.send({ settings }, () => undefined);
    return child;
  } catch (error) {
    await endChild(child, endSignals);
    throw error;
  }
}

/**
 * Starts a part of the system as a process, waits until it is ready, and keeps it running: when
 * it dies it is started again, with pauses that grow, and a bound.
 * @throws Error with the part's own sentence when it does not come up.
 */
export async function keepPart(options: PartProcessOptions): Promise<KeptPart> {
  const { name, logger, onLost } = options;
  let current: ChildProcess | null = null;
  const start = () =>
    launch(options, (part) => {
      current = part;
    });
  const kept = supervise(await start(), { name, logger, launch: start, endSignals, onLost });
  return {
    get pid() {
      return kept.pid;
    },
    stop: () => kept.stop(),
    tell: (message) => {
      if (current?.connected) current.send(message, () => undefined);
    },
  };
}
