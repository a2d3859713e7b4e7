import type { ChildProcess } from 'node:child_process';
import cluster from 'node:cluster';
import { workerEnvironment } from '../config/child-environment';
import { type Child, type ChildExit, endChild } from '../process/child';
import { type Supervised, supervise } from '../process/supervisor';
import type { Logger } from '../telemetry/logger';
import { closeHandedConnections } from './handed-connections';
import * as limits from './limits';
import type { ProcessMessage, ReadyReport, SupervisorMessage } from './process-settings';

export interface SupervisedProcessOptions {
  /** Name in logs and messages. */
  readonly name: string;
  /** The compiled entry file. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** Its current configuration; sent over the channel, so it must be JSON-serialisable. */
  readonly settings: () => object;
  /** Called when the process asks to read the configuration again. */
  readonly onRefresh?: () => void;
  /** Called when the process, or one that takes its place, is ready. */
  readonly onReady?: (report: ReadyReport) => void;
  /** Node's compile cache, for all processes of a shop, unless the environment names another. */
  readonly compileCache: string;
  readonly logger: Logger;
  /** Called when it runs again after it has died. */
  readonly onRestart?: () => void;
  /** Called when it died and could not be restarted. */
  readonly onLost: (reason: string) => void;
}

const endSignals = [['SIGTERM', limits.killAfterMs]] as const;

/**
 * Forks a worker of a cluster. It shares its ports with the process that it replaces and with the
 * other workers.
 */
function forkProcess({ entry, args = [], compileCache }: SupervisedProcessOptions): ChildProcess {
  cluster.setupPrimary({
    exec: entry,
    args: [...args],
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const worker = cluster.fork(workerEnvironment({ NODE_COMPILE_CACHE: compileCache }));
  // A message to a worker that has just died fails; `exit` reports its death.
  worker.on('error', () => undefined);
  closeHandedConnections(worker.process);
  return worker.process;
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

async function untilReady(
  childProcess: ChildProcess,
  child: Child,
  name: string,
): Promise<ReadyReport> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ProcessMessage>((resolve) => {
    const failed = `${name} was not ready within ${limits.startDeadlineMs / 1_000} s.`;
    timer = setTimeout(() => resolve({ failed }), limits.startDeadlineMs);
  });
  const said = new Promise<ProcessMessage>((resolve) => {
    childProcess.on('message', (message: ProcessMessage) => {
      if ('ready' in message || 'failed' in message) resolve(message);
    });
  });
  const silent = child.exited.then(({ code, signal }): ProcessMessage => {
    return { failed: `It ended while it was starting (${signal ?? code}).` };
  });
  const word = await Promise.race([said, silent, late]);
  clearTimeout(timer);
  if ('ready' in word) return word;
  throw new Error(`${name}: ${'failed' in word ? word.failed : 'It was not ready.'}`);
}

export interface SupervisedProcess extends Supervised {
  /** Sends to the running process, and to one that starts to take its place. */
  send(message: SupervisorMessage): void;
}

async function launch(
  options: SupervisedProcessOptions,
  onSpawn: (childProcess: ChildProcess) => void,
): Promise<Child> {
  const childProcess = forkProcess(options);
  const child = childOf(childProcess);
  onSpawn(childProcess);
  // If the other end has just died, `exited` reports it.
  childProcess.on('error', () => undefined);
  childProcess.on('message', (message: ProcessMessage) => {
    if ('refresh' in message) options.onRefresh?.();
  });
  const sent = options.settings();
  childProcess.send({ settings: sent }, () => undefined);
  try {
    const report = await untilReady(childProcess, child, options.name);
    // It may have missed changes during its start.
    const settings = options.settings();
    if (JSON.stringify(settings) !== JSON.stringify(sent))
      childProcess.send({ settings }, () => undefined);
    options.onReady?.(report);
    return child;
  } catch (error) {
    await endChild(child, endSignals);
    throw error;
  }
}

/**
 * Starts a process of the system, waits until it is ready, and restarts it when it dies, with
 * growing pauses and a limited number of times.
 * @throws Error with the message of the process when it does not start.
 */
export async function startSupervised(
  options: SupervisedProcessOptions,
): Promise<SupervisedProcess> {
  const { name, logger, onLost, onRestart } = options;
  let current: ChildProcess | null = null;
  let starting: ChildProcess | null = null;
  const start = async () => {
    try {
      const child = await launch(options, (childProcess) => {
        starting = childProcess;
      });
      // The one before it stays until then, and if this one does not start.
      current = starting;
      return child;
    } finally {
      starting = null;
    }
  };
  const supervised = supervise(await start(), {
    name,
    logger,
    launch: start,
    endSignals,
    onRestart,
    onLost,
  });
  return {
    get pid() {
      return supervised.pid;
    },
    replace: () => supervised.replace(),
    stop: () => supervised.stop(),
    send: (message) => {
      for (const one of [current, starting]) if (one?.connected) one.send(message, () => undefined);
    },
  };
}
