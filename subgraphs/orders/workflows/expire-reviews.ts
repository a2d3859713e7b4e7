import { PollLoop } from '../../../platform/events/poll-loop';
import type { OrdersStore } from '../store';
import type { JournalRow } from '../store/journal-row';
import type { WorkflowDependencies } from './dependencies';
import { reviewRejection } from './effects';
import { logUnreadable } from './take-over';

const backstopMs = 60_000;
const batchMax = 100;

interface ExpireReviewsDependencies
  extends Pick<WorkflowDependencies, 'store' | 'configuration' | 'logger' | 'metrics'> {
  /** The open work of one database. */
  readonly openWork: OrdersStore['openWork'];
}

/** Rejects orders that were not reviewed in time, so that goods and money are not held forever. */
export function expireReviews(
  { store, openWork, configuration, logger, metrics }: ExpireReviewsDependencies,
  run: (order: JournalRow) => Promise<unknown>,
): PollLoop<number> {
  /** False if the order was changed in the meantime: it was reviewed, or is found again. */
  async function reject(order: JournalRow): Promise<boolean> {
    const by = { actor: 'system', note: null };
    const { leaseSeconds } = configuration.orders;
    const written = await store.journal.write(
      reviewRejection(order, 'timed_out', by, leaseSeconds),
    );
    if (written === null) return false;
    metrics.processed.inc({ outcome: 'timed_out' });
    await run(written);
    return true;
  }

  return new PollLoop({
    /** @returns the number of rejected orders; the rest of a backlog follows in the next run. */
    work: async () => {
      const { reviewHours } = configuration.orders;
      const overdue = await openWork.overdueReviews(reviewHours, batchMax, logUnreadable(logger));
      const rejected = await Promise.all(overdue.map(reject));
      return rejected.filter(Boolean).length;
    },
    onError: (error) => logger.error({ err: error }, 'polling for overdue reviews failed'),
    lingerMs: 0,
    backstopMs,
    waitsForBackstop: true,
  });
}
