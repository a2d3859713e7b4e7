import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../telemetry/logger';
import { type Child, endChild } from './child';
import { hasStopSignal } from './lifecycle';

export interface SupervisorOptions {
  /** Name in logs and messages. */
  readonly name: string;
  readonly logger: Logger;
  readonly launch: () => Promise<Child>;
  readonly endSignals: readonly (readonly [NodeJS.Signals, number])[];
  /** Called when it died and could not be restarted. */
  readonly onLost?: (reason: string) => void;
  /** Called when it runs again after it has died. */
  readonly onRestart?: (() => void) | undefined;
  /** Whether this process is to stop, so that its children end, too. Default: by a signal. */
  readonly isEnding?: () => boolean;
}

export interface Supervised {
  readonly pid: number;
  /**
   * Starts another child, and stops the current one once the other is ready.
   * @throws Error if the other does not start; the current one continues.
   */
  replace(): Promise<void>;
  stop(): Promise<void>;
}

const restartsMax = 5;
const restartPauseMs = 500;
/** A signal to the whole group may reach a child before this process. */
const signalPauseMs = 100;
/** The running time after which the restart counter is reset. */
const steadyAfterMs = 60_000;

/**
 * Keeps a child running until it is stopped: when it dies it is restarted, at most five times, with
 * pauses that double from half a second.
 * @param first the running child.
 */
export function supervise(first: Child, options: SupervisorOptions): Supervised {
  const { isEnding = hasStopSignal } = options;
  let child = first;
  let stopping = false;
  const mustStop = () => stopping || isEnding();
  let reviving = false;
  let replacing: Promise<void> | null = null;
  let restarts = 0;
  let startedAt = performance.now();

  /** @returns null once it runs again, or the reason why it does not. */
  const revive = async (): Promise<string | null> => {
    if (performance.now() - startedAt > steadyAfterMs) restarts = 0;
    let failure = `${options.name} keeps ending.`;
    while (restarts < restartsMax && !mustStop()) {
      await pause(restartPauseMs * 2 ** restarts);
      restarts += 1;
      if (mustStop()) return null;
      try {
        child = await options.launch();
        startedAt = performance.now();
        options.onRestart?.();
        options.logger.warn({ pid: child.pid }, `${options.name} runs again`);
        return null;
      } catch (error) {
        failure = (error as Error).message;
      }
    }
    return failure;
  };

  /** Whether a child that has ended is to be started again, because nobody stopped it. */
  const hasCrashed = async (): Promise<boolean> => {
    if (mustStop()) return false;
    reviving = true;
    await pause(signalPauseMs);
    return !mustStop();
  };

  const attend = async (): Promise<void> => {
    for (;;) {
      const attended = child;
      const { code, signal } = await attended.exited;
      // Its failure is reported to the caller of `replace`.
      await replacing?.catch(() => undefined);
      if (child !== attended && !mustStop()) continue;
      if (!(await hasCrashed())) return;
      options.logger.error({ code, signal }, `${options.name} ended, starting it again`);
      const failure = await revive();
      reviving = false;
      if (mustStop()) return;
      if (failure === null) continue;
      options.logger.error({ reason: failure }, `${options.name} is not started again`);
      return options.onLost?.(failure);
    }
  };

  const replace = async (): Promise<void> => {
    const replaced = child;
    const next = await options.launch();
    child = next;
    startedAt = performance.now();
    await endChild(replaced, options.endSignals);
  };

  const attending = attend();
  return {
    get pid() {
      return child.pid;
    },
    replace: () => {
      if (stopping || reviving || replacing !== null) {
        return Promise.reject(new Error(`${options.name} is already stopping or restarting.`));
      }
      replacing = replace().finally(() => {
        replacing = null;
      });
      return replacing;
    },
    stop: async () => {
      stopping = true;
      await replacing?.catch(() => undefined);
      await endChild(child, options.endSignals);
      await attending;
      // A restart in progress at the time of the stop has replaced the child.
      await endChild(child, options.endSignals);
    },
  };
}
