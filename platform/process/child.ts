import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { childEnvironment } from '../config/child-environment';
import { whenLate } from '../values/when-late';

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Sent by the kernel when this process dies in any way, if Linux's setpriv is installed. */
  readonly deathSignal: 'SIGINT' | 'SIGTERM';
  /** Only root can start a program as another account. */
  readonly account?: ChildAccount;
  /** Variables in addition to PATH and the like; our settings are not inherited. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingFolder?: string;
  readonly onLine?: (line: string) => void;
  /** Lines of standard error, which `onLine` gets otherwise. */
  readonly onErrorLine?: (line: string) => void;
}

export interface ChildAccount {
  readonly uid: number;
  readonly gid: number;
  /** A capability (capabilities(7)) to grant, if it needs one. */
  readonly capability?: string;
}

export interface Child {
  readonly pid: number;
  /** Resolves when the process has exited; never rejects. */
  readonly exited: Promise<ChildExit>;
  kill(signal: NodeJS.Signals): void;
}

/** A child whose lines of output are passed on. */
export interface ReadChild extends Child {
  /** Resolves when it has exited and all of its output has been passed on. */
  readonly closed: Promise<void>;
}

export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One shell runs both, because this process takes 12 ms of CPU to start a program. */
const printSetpriv =
  'path=$(command -v setpriv) && setpriv --pdeathsig TERM -- true && echo "$path"';

let foundSetpriv: string | null | undefined;

/** Its path, because a program is looked up in the PATH that it will get; null without it. */
function setpriv(): string | null {
  if (foundSetpriv === undefined) foundSetpriv = findSetpriv();
  return foundSetpriv;
}

function findSetpriv(): string | null {
  const { stdout } = spawnSync('sh', ['-c', printSetpriv], { encoding: 'utf8' });
  return (stdout ?? '').trim() || null;
}

/**
 * Grants only this capability, also to its children. `no_setuid_fixup` is for access(2), which
 * otherwise ignores capabilities of accounts other than root.
 */
function lendFlags(capability: string): string[] {
  const only = `-all,+${capability}`;
  const sets = ['--bounding-set', '--inh-caps', '--ambient-caps'].flatMap((set) => [set, only]);
  return ['--securebits', '+no_setuid_fixup', ...sets];
}

type Launched = Pick<ChildOptions, 'command' | 'args' | 'deathSignal' | 'account'>;

function launch(options: Launched): { command: string; args: string[]; identity: object } {
  const { account, command, args } = options;
  const byKernel = setpriv();
  if (byKernel === null) {
    const identity = account ? { uid: account.uid, gid: account.gid } : {};
    return { command, args: [...args], identity };
  }
  const flags = ['--pdeathsig', options.deathSignal.slice('SIG'.length)];
  if (account)
    flags.push('--reuid', `${account.uid}`, '--regid', `${account.gid}`, '--clear-groups');
  if (account?.capability) flags.push(...lendFlags(account.capability));
  return { command: byKernel, args: [...flags, '--', command, ...args], identity: {} };
}

const reachesAll = 'for path; do test -x "$path" || exit; done';

/** Whether a program running as the account may enter the folders, and run the files. */
export function accountReaches(account: ChildAccount, ...paths: readonly string[]): boolean {
  if (account.capability && setpriv() === null) return false;
  const test = { command: 'sh', args: ['-c', reachesAll, 'sh', ...paths] };
  const { command, args, identity } = launch({ ...test, deathSignal: 'SIGTERM', account });
  return spawnSync(command, args, { ...identity, cwd: '/', stdio: 'ignore' }).status === 0;
}

/**
 * Starts a program that lives no longer than this process. It gets its own process group, so that
 * Ctrl-C in a terminal reaches only this process, which then stops it in order.
 * @throws Error when the program cannot be started.
 */
export async function startChild(options: ChildOptions): Promise<ReadChild> {
  const { command, args, identity } = launch(options);
  const child = spawn(command, args, {
    ...identity,
    cwd: options.workingFolder,
    env: { ...childEnvironment(), ...options.environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(child, 'spawn');
  child.on('error', () => undefined);
  const { onLine, onErrorLine = onLine } = options;
  const outputs = [
    createInterface({ input: child.stdout }).on('line', (line) => onLine?.(line)),
    createInterface({ input: child.stderr }).on('line', (line) => onErrorLine?.(line)),
  ];
  const closed = Promise.all([
    new Promise((resolve) => child.once('close', resolve)),
    ...outputs.map((lines) => new Promise((resolve) => lines.once('close', resolve))),
  ]).then(() => undefined);
  return supervised(child, options.deathSignal, closed);
}

function supervised(
  child: ChildProcess,
  deathSignal: NodeJS.Signals,
  closed: Promise<void>,
): ReadChild {
  const kill = (signal: NodeJS.Signals) => void child.kill(signal);
  // Stops the child after an uncaught exception too, also without setpriv.
  const onExit = () => kill(deathSignal);
  process.once('exit', onExit);
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('exit', (code, signal) => {
      process.removeListener('exit', onExit);
      resolve({ code, signal });
    });
  });
  return { pid: child.pid ?? 0, exited, closed, kill };
}

/** Resolves to whether the promise resolved or rejected within the time. */
export async function resolvesWithin(
  promise: Promise<unknown>,
  deadlineMs: number,
): Promise<boolean> {
  let cancel: (() => void) | undefined;
  const late = new Promise<false>((resolve) => {
    cancel = whenLate(deadlineMs, () => resolve(false));
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    cancel?.();
  }
}

const killDeadlineMs = 5_000;

/** Sends each signal in turn and waits the time given with it; finally kills the child. */
export async function endChild(
  child: Child,
  signals: readonly (readonly [NodeJS.Signals, number])[],
): Promise<void> {
  for (const [signal, deadlineMs] of signals) {
    child.kill(signal);
    if (await resolvesWithin(child.exited, deadlineMs)) return;
  }
  child.kill('SIGKILL');
  await resolvesWithin(child.exited, killDeadlineMs);
}
