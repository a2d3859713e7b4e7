import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { childEnvironment } from '../platform/config/child-environment';
import { repositoryRoot } from '../platform/process/repository-root';
import { compiledCode, program, type Settings } from './started-shop';

/** It only keeps a command from hanging; a busy machine is slow. */
export const commandDeadlineMs = 180_000;
/** The time in which a command stops what it has started. */
const stopDeadlineMs = 20_000;

/** What a command has printed, and how it has ended. */
export interface Ended {
  /** Null if it was ended by a signal. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface RunningCommand {
  readonly child: ChildProcess;
  /** What it has printed on standard error so far. */
  readonly shown: () => string;
  readonly ended: Promise<Ended>;
}

/** Collects the output of a process until it ends; it is ended at the deadline. */
export function watchCommand(
  child: ChildProcess,
  deadlineMs: number = commandDeadlineMs,
): RunningCommand {
  let [output, errors] = ['', ''];
  child.stdout?.on('data', (text: Buffer) => {
    output += text.toString();
  });
  child.stderr?.on('data', (text: Buffer) => {
    errors += text.toString();
  });
  const timers = [
    setTimeout(() => child.kill('SIGTERM'), deadlineMs),
    setTimeout(() => child.kill('SIGKILL'), deadlineMs + stopDeadlineMs),
  ];
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      for (const timer of timers) clearTimeout(timer);
      resolve({ code, output, errors });
    });
  });
  return { child, shown: () => errors, ended };
}

/** Collects the output of the process until it ends. */
export const ended = (child: ChildProcess, deadlineMs?: number): Promise<Ended> =>
  watchCommand(child, deadlineMs).ended;

export interface CommandPlace {
  /** HOME of the command. Its data is in `data/`. */
  readonly folder: string;
  readonly settings?: Settings;
  /** Compiled code; that of this project by default. */
  readonly dist?: string;
}

/** The environment in which a command finds its data, without the settings of this process. */
export const environmentIn = (folder: string, settings: Settings = {}): Settings => ({
  ...childEnvironment(),
  HOME: folder,
  ORDERPROCESSING_DATA_FOLDER: path.join(folder, 'data'),
  ...settings,
});

/** Starts a command of the compiled program in its folder, e.g. `['verify', '--json']`. */
export const startCommand = (
  given: readonly string[],
  { folder, settings, dist = compiledCode }: CommandPlace,
): ChildProcess =>
  spawn(process.execPath, [path.join(dist, program), ...given], {
    cwd: folder,
    env: environmentIn(folder, settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Runs a command of developers, which makes folders of its own: `chaos`, `drill`. */
export const runHere = (given: readonly string[], deadlineMs: number): Promise<Ended> =>
  ended(
    spawn(process.execPath, [path.join(compiledCode, program), ...given], {
      cwd: repositoryRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
    deadlineMs,
  );

export interface Compared {
  /** Whether everything could be compared. */
  readonly isComplete: boolean;
  /** One line for each disagreement, and one for what kept it from comparing. */
  readonly lines: readonly string[];
}

/** What `verify --json` has found. It exits with 1 for disagreements. */
export function comparedBy({ code, output, errors }: Ended): Compared {
  const lines = output.split('\n').filter((line) => line !== '');
  const isComplete = code === 0 || code === 1;
  return { isComplete, lines: isComplete ? lines : [...lines, `verify failed: ${errors}`] };
}
