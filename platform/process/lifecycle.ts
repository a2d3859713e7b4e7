import type { Logger } from '../telemetry/logger';
import { resolvesWithin } from './child';

/** Stop actions, run in reverse order of registration. */
export interface Lifecycle {
  /** Resolves when a signal or a failure starts the shutdown. */
  readonly ending: Promise<void>;
  readonly isEnding: boolean;
  /** Registers how to stop what was just started. */
  onStop(name: string, deadlineMs: number, stop: () => Promise<void> | void): void;
  /** Stops everything, last started first, and ends the process with the code. */
  end(code: number): Promise<void>;
  /** Prints a message on standard error, stops everything, and exits with code 1. */
  fail(message: string): Promise<void>;
}

interface StopAction {
  readonly name: string;
  readonly deadlineMs: number;
  readonly stop: () => Promise<void> | void;
}

export interface LifecycleOptions {
  readonly logger: () => Logger | null;
  /** Exits the process; replaced in tests. */
  readonly exit?: (code: number) => void;
  /** Whether SIGINT, SIGTERM and SIGHUP stop the process. Default: true. */
  readonly signals?: boolean;
  /**
   * The deadline of all stop actions together; then the process exits with code 1. Default: none.
   */
  readonly stopDeadlineMs?: number;
}

let isSignalled = false;

/** Whether a signal has asked this process to stop. systemd sends it to all children, too. */
export const hasStopSignal = (): boolean => isSignalled;

/** A second signal within this time is the same Ctrl-C, forwarded by npm. */
const sameSignalMs = 1_000;

/**
 * The lifecycle of a process: stop actions are registered as components start, and run in reverse
 * order on SIGINT, SIGTERM, SIGHUP or a failure, each with its own deadline. If an action fails or
 * is late, that is logged and the next one runs.
 */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const actions: StopAction[] = [];
  const exit = options.exit ?? ((code: number) => process.exit(code));
  let started: Promise<void> | null = null;
  const { promise: ending, resolve: announceEnd } = Promise.withResolvers<void>();

  const stopOne = async ({ name, deadlineMs, stop }: StopAction): Promise<boolean> => {
    try {
      const inTime = await resolvesWithin(Promise.resolve().then(stop), deadlineMs);
      if (!inTime) options.logger()?.error({ part: name, deadlineMs }, 'did not stop in time');
      return inTime;
    } catch (error) {
      options.logger()?.error({ part: name, err: error }, 'did not stop cleanly');
      return false;
    }
  };

  const exitAtDeadline = (): void => {
    const { stopDeadlineMs } = options;
    if (stopDeadlineMs === undefined) return;
    const giveUp = () => {
      options.logger()?.error({ deadlineMs: stopDeadlineMs }, 'process did not drain in time');
      exit(1);
    };
    setTimeout(giveUp, stopDeadlineMs).unref();
  };

  const stopAll = async (code: number): Promise<void> => {
    announceEnd();
    exitAtDeadline();
    let clean = true;
    // Read each time, because a component that is still starting may register itself during the
    // loop.
    for (let action = actions.pop(); action; action = actions.pop()) {
      clean = (await stopOne(action)) && clean;
    }
    exit(code === 0 && !clean ? 1 : code);
  };

  const end = (code: number): Promise<void> => {
    started ??= stopAll(code);
    return started;
  };

  const fail = (message: string): Promise<void> => {
    if (!started) process.stderr.write(`${message}\n`);
    return end(1);
  };

  if (options.signals ?? true) listen(end);
  return {
    ending,
    get isEnding() {
      return started !== null;
    },
    onStop: (name, deadlineMs, stop) => void actions.push({ name, deadlineMs, stop }),
    end,
    fail,
  };
}

/** The first signal drains; another one after at least a second stops immediately. */
function listen(end: (code: number) => Promise<void>): void {
  let firstAt: number | null = null;
  const onSignal = () => {
    isSignalled = true;
    if (firstAt !== null && performance.now() - firstAt > sameSignalMs) process.exit(1);
    firstAt ??= performance.now();
    void end(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
