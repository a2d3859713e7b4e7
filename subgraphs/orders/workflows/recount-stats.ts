import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { PollLoop } from '../../../platform/events/poll-loop';
import type { OrdersStore } from '../store';

const backstopMs = 30_000;
/** Days that an import writes to are counted together. */
const lingerMs = 1_000;
/** Pause between two days, in which the relay gets the lock. */
const betweenDaysMs = 100;

export interface RecountStatsDependencies {
  readonly store: Pick<OrdersStore, 'orderStats' | 'workSignal'>;
  readonly logger: Logger;
}

/**
 * Counts the statistics of days whose orders were imported, or were placed before there were any
 * statistics. A day at a time, each with its own commit: after a crash, another process resumes.
 */
export function recountStats({ store, logger }: RecountStatsDependencies): PollLoop<number> {
  const pollLoop = new PollLoop({
    /** Counts all stale days. @returns their number. */
    work: async (stopping) => {
      let days = 0;
      while (!stopping.aborted && (await store.orderStats.recountDay()) !== null) {
        days += 1;
        await pause(betweenDaysMs);
      }
      if (days > 0) logger.info({ days }, 'order statistics counted');
      return days;
    },
    hasWork: () => store.orderStats.hasStale(),
    onError: (error) => logger.error({ err: error }, 'counting order statistics failed'),
    lingerMs,
    backstopMs,
  });
  store.workSignal.on('stats', pollLoop.wake);
  return pollLoop;
}
