import type { Logger } from '../telemetry/logger';
import { resolvesWithin } from './child';

/** What was started and how it is stopped, undone in reverse order. */
export interface Lifecycle {
  /** Resolves once a signal, or a failure, has begun the end. */
  readonly ending: Promise<void>;
  readonly isEnding: boolean;
  /** Registers how to stop what was just started. */
  onStop(name: string, deadlineMs: number, stop: () => Promise<void> | void): void;
  /** Stops everything, last started first, and ends the process with the code. */
  end(code: number): Promise<void>;
  /** One message for people on standard error, then everything is undone; exit code 1. */
  fail(message: string): Promise<void>;
}

interface StopAction {
  readonly name: string;
  readonly deadlineMs: number;
  readonly stop: () => Promise<void> | void;
}

export interface LifecycleOptions {
  readonly logger: () => Logger | null;
  /** Ends the process; a test passes its own. */
  readonly exit?: (code: number) => void;
  /** Whether SIGINT, SIGTERM and SIGHUP end it; true when left out. */
  readonly signals?: boolean;
}

/** A second signal within this time of the first is the same Ctrl-C, handed on by npm too. */
const sameSignalMs = 1_000;

/**
 * The life of a process: stop actions are registered as things come up, and run in reverse on
 * SIGINT, SIGTERM, SIGHUP or a failure, each within its own deadline. An action that fails or is
 * late is logged and the next one runs: nothing that was started is left because of it.
 */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const actions: StopAction[] = [];
  const exit = options.exit ?? ((code: number) => process.exit(code));
  let begun: Promise<void> | null = null;
  let announceEnd: () => void = () => undefined;
  const ending = new Promise<void>((resolve) => {
    announceEnd = resolve;
  });

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

  const stopAll = async (code: number): Promise<void> => {
    announceEnd();
    let clean = true;
    // Read afresh each time: what was just coming up when the end began still registers itself.
    for (let action = actions.pop(); action; action = actions.pop()) {
      clean = (await stopOne(action)) && clean;
    }
    exit(code === 0 && !clean ? 1 : code);
  };

  const end = (code: number): Promise<void> => {
    begun ??= stopAll(code);
    return begun;
  };

  const fail = (message: string): Promise<void> => {
    if (!begun) process.stderr.write(`${message}\n`);
    return end(1);
  };

  if (options.signals ?? true) listen(end);
  return {
    ending,
    get isEnding() {
      return begun !== null;
    },
    onStop: (name, deadlineMs, stop) => void actions.push({ name, deadlineMs, stop }),
    end,
    fail,
  };
}

/** The first signal drains; another one, a second later or more, does not wait any longer. */
function listen(end: (code: number) => Promise<void>): void {
  let firstAt: number | null = null;
  const onSignal = () => {
    if (firstAt !== null && Date.now() - firstAt > sameSignalMs) process.exit(1);
    firstAt ??= Date.now();
    void end(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
