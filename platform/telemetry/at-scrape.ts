import { keptAnswer } from '../resilience/kept-answer';
import type { Logger } from './logger';

/** A question that costs something is asked no more often than this, however often we are. */
const keptMs = 5_000;
/** A scrape waits no longer than that for an answer; the rest of the metrics are told anyway. */
const deadlineMs = 2_000;

/**
 * What is asked when somebody looks at the metrics, and never otherwise. Those who look together
 * share one answer; one that failed is logged, and the metric is left out of that scrape.
 */
export function askedAtScrape<Answer>(
  ask: () => Promise<Answer>,
  what: string,
  logger: Logger,
): () => Promise<Answer | null> {
  const askInTime = async (): Promise<Answer | null> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('There was no answer in time.')), deadlineMs);
    });
    try {
      return await Promise.race([ask(), late]);
    } catch (error) {
      logger.warn({ reason: (error as Error).message, what }, 'a metric could not be asked for');
      return null;
    } finally {
      clearTimeout(timer);
    }
  };

  return keptAnswer(keptMs, askInTime);
}
