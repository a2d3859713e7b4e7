import type { Registry } from 'prom-client';
import { memoizeFor } from '../values/memoize-for';
import { whenLate } from '../values/when-late';
import { gaugeIn } from './instruments';
import type { Logger } from './logger';

/** Minimum time between two queries of an expensive figure, however often it is scraped. */
const ttlMs = 5_000;
/** Maximum wait of a scrape for the figure; the other metrics are returned anyway. */
const deadlineMs = 2_000;

/**
 * Queries a figure only when metrics are scraped. Scrapes at the same time share one result; a
 * failed query is logged, and its metric is left out of that scrape.
 */
export function queryAtScrape<Answer>(
  query: () => Promise<Answer>,
  what: string,
  logger: Logger,
): () => Promise<Answer | null> {
  const queryInTime = async (): Promise<Answer | null> => {
    let cancel: (() => void) | undefined;
    const late = new Promise<never>((_, reject) => {
      const fail = () => reject(new Error('There was no answer in time.'));
      cancel = whenLate(deadlineMs, fail);
    });
    try {
      return await Promise.race([query(), late]);
    } catch (error) {
      logger.warn({ reason: (error as Error).message, what }, 'reading a metric failed');
      return null;
    } finally {
      cancel?.();
    }
  };

  return memoizeFor(ttlMs, queryInTime);
}

interface Value {
  readonly name: string;
  readonly help: string;
  readonly read: () => number;
}

/** Reads a value of this process at each scrape. */
export function measureValue(registry: Registry, { name, help, read }: Value): void {
  gaugeIn(registry, {
    name,
    help,
    collect() {
      this.set(read());
    },
  });
}

interface SecondsOfRooms {
  readonly name: string;
  readonly help: string;
  readonly rooms: readonly { readonly room: string; readonly read: () => Promise<number> }[];
}

/** Reads seconds from each database at each scrape. */
export function measureSeconds(
  registry: Registry,
  { name, help, rooms }: SecondsOfRooms,
  logger: Logger,
): void {
  const questions = rooms.map(({ room, read }) => ({
    room,
    ask: queryAtScrape(read, name, logger),
  }));
  gaugeIn(registry, {
    name,
    help,
    labelNames: ['room'],
    async collect() {
      for (const { room, ask } of questions) {
        const seconds = await ask();
        if (seconds === null) this.remove({ room });
        else this.set({ room }, seconds);
      }
    },
  });
}
