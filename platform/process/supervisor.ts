import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../telemetry/logger';
import { type Child, endChild } from './child';

export interface SupervisorOptions {
  /** Name in logs and messages. */
  readonly name: string;
  readonly logger: Logger;
  readonly launch: () => Promise<Child>;
  readonly endSignals: readonly (readonly [NodeJS.Signals, number])[];
  /** Called when it died and could not be restarted. */
  readonly onLost?: (reason: string) => void;
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
/** After running this long, the restart counter is reset. */
const steadyAfterMs = 60_000;

/**
 * Keeps a child running until it is stopped: when it dies it is restarted, at most five times, with
 * pauses that double from half a second.
 * @param first the running child.
 */
export function supervise(first: Child, options: SupervisorOptions): Supervised {
  let child = first;
  let stopping = false;
  let reviving = false;
  let replacing: Promise<void> | null = null;
  let restarts = 0;
  let startedAt = Date.now();

  /** @returns null once it runs again, or the reason why it does not. */
  const revive = async (): Promise<string | null> => {
    if (Date.now() - startedAt > steadyAfterMs) restarts = 0;
    let failure = `${options.name} keeps ending.`;
    while (restarts < restartsMax && !stopping) {
      await pause(restartPauseMs * 2 ** restarts);
      restarts += 1;
      if (stopping) return null;
      try {
        child = await options.launch();
        startedAt = Date.now();
        options.logger.warn({ pid: child.pid }, `${options.name} runs again`);
        return null;
      } catch (error) {
        failure = (error as Error).message;
      }
    }
    return failure;
  };

  const attend = async (): Promise<void> => {
    for (;;) {
      const attended = child;
      const { code, signal } = await attended.exited;
      // Its failure is reported to the caller of `replace`.
      await replacing?.catch(() => undefined);
      if (stopping) return;
      if (child !== attended) continue;
      options.logger.error({ code, signal }, `${options.name} ended, starting it again`);
      reviving = true;
      const failure = await revive();
      reviving = false;
      if (stopping) return;
      if (failure !== null) return options.onLost?.(failure);
    }
  };

  const replace = async (): Promise<void> => {
    const replaced = child;
    const next = await options.launch();
    child = next;
    startedAt = Date.now();
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
