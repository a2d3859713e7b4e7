import { PollLoop } from '../../../platform/events/poll-loop';
import type { JournalRow } from '../store/journal-row';
import type { WorkflowDependencies } from './dependencies';
import { reviewRejection } from './effects';

const backstopMs = 60_000;
const batchMax = 100;

/** Rejects orders that were not reviewed in time, so that goods and money are not held forever. */
export class ExpireReviews {
  private readonly pollLoop: PollLoop;

  constructor(
    private readonly dependencies: Pick<
      WorkflowDependencies,
      'store' | 'configuration' | 'logger' | 'metrics'
    >,
    private readonly run: (order: JournalRow) => Promise<unknown>,
  ) {
    this.pollLoop = new PollLoop({
      work: () => this.runOnce(),
      onError: (error) =>
        dependencies.logger.error({ err: error }, 'polling for overdue reviews failed'),
      lingerMs: 0,
      backstopMs,
      waitsForBackstop: true,
    });
  }

  start(): void {
    this.pollLoop.start();
  }

  stop(): Promise<void> {
    return this.pollLoop.stop();
  }

  /** @returns the number of rejected orders; the rest of a backlog follows in the next run. */
  async runOnce(): Promise<number> {
    const { store, configuration } = this.dependencies;
    const { reviewHours } = configuration.orders;
    const overdue = await store.openWork.overdueReviews(reviewHours, batchMax);
    const rejected = await Promise.all(overdue.map((order) => this.reject(order)));
    return rejected.filter(Boolean).length;
  }

  /** False if the order was changed in the meantime: it was reviewed, or is found again. */
  private async reject(order: JournalRow): Promise<boolean> {
    const { store, configuration, metrics } = this.dependencies;
    const by = { actor: 'system', note: null };
    const { leaseSeconds } = configuration.orders;
    const written = await store.journal.write(
      reviewRejection(order, 'timed_out', by, leaseSeconds),
    );
    if (written === null) return false;
    metrics.processed.inc({ outcome: 'timed_out' });
    await this.run(written);
    return true;
  }
}
