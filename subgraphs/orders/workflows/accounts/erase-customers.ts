import type { Logger } from 'pino';
import { PollLoop } from '../../../../platform/events/poll-loop';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { OrdersStore } from '../../store';
import type { Erasure } from '../../store/erasures';
import { askUsers } from './ask-users';

const backstopMs = 30_000;
const lingerMs = 500;
const ordersBatchMax = 200;
/** Overlap of polls, because an erasure becomes visible only after its timestamp, at commit. */
const overlapMs = 60_000;
const beforeAll = new Date(0);

const erasedAccounts = `query ($since: DateTime!, $afterUserId: ID) {
  erasedAccounts(since: $since, afterUserId: $afterUserId) { userId erasedAt }
}`;

interface ErasedAccounts {
  readonly erasedAccounts: readonly { readonly userId: string; readonly erasedAt: string | Date }[];
}

export interface EraseCustomersDependencies {
  readonly store: Pick<OrdersStore, 'erasures'>;
  readonly users: ServiceCall;
  readonly logger: Logger;
}

/**
 * Anonymises the orders of erased accounts. Users notifies at once; a poll every half minute finds
 * missed ones. Any number of processes may do so.
 */
export class EraseCustomers {
  private readonly pollLoop: PollLoop;

  constructor(private readonly dependencies: EraseCustomersDependencies) {
    this.pollLoop = new PollLoop({
      work: () => this.runOnce(),
      onError: (error) =>
        dependencies.logger.warn(
          { err: error },
          'erased accounts could not be asked for, trying again',
        ),
      lingerMs,
      backstopMs,
    });
  }

  start(): void {
    this.pollLoop.start();
  }

  stop(): Promise<void> {
    return this.pollLoop.stop();
  }

  /** Reads all erasures up to now and applies them. @returns the number of orders. */
  async runOnce(): Promise<number> {
    const { store, logger } = this.dependencies;
    await this.onErased();
    let erased = 0;
    for (;;) {
      const orders = await store.erasures.sweep(ordersBatchMax);
      erased += orders;
      if (orders < ordersBatchMax) break;
    }
    if (erased > 0) logger.info({ orders: erased }, 'orders anonymised for erased accounts');
    return erased;
  }

  private async onErased(): Promise<void> {
    const { store } = this.dependencies;
    const newest = await store.erasures.newest();
    let since = newest ? new Date(newest.erasedAt.getTime() - overlapMs) : beforeAll;
    let afterUserId: string | null = null;
    for (;;) {
      const page = await this.ask(since, afterUserId);
      const last = page.at(-1);
      if (last === undefined) return;
      await store.erasures.hear(page);
      ({ erasedAt: since, userId: afterUserId } = last);
    }
  }

  private async ask(since: Date, afterUserId: string | null): Promise<Erasure[]> {
    const { erasedAccounts: accounts } = await askUsers<ErasedAccounts>(
      this.dependencies.users,
      'erasure',
      erasedAccounts,
      { since: since.toISOString(), afterUserId },
    );
    return accounts.map(({ userId, erasedAt }) => ({ userId, erasedAt: new Date(erasedAt) }));
  }
}
