import type { Logger } from 'pino';
import { PollLoop } from '../../../../platform/events/poll-loop';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { OrdersStore } from '../../store';
import type { Erasure } from '../../store/erasures';
import { askUsers } from './ask-users';

const backstopMs = 30_000;
const lingerMs = 500;
const ordersBatchMax = 200;
/** An erasure is told of after its moment, once it is committed: so far it is asked again. */
const overlapMs = 60_000;
const beforeAll = new Date(0);

const erasedAccounts = `query ($since: DateTime!, $afterUserId: ID) {
  erasedAccounts(since: $since, afterUserId: $afterUserId) { userId erasedAt }
}`;

interface ErasedAccounts {
  readonly erasedAccounts: readonly { readonly userId: string; readonly erasedAt: string | Date }[];
}

export interface EraseCustomersParts {
  readonly store: Pick<OrdersStore, 'erasures'>;
  readonly users: ServiceCall;
  readonly logger: Logger;
}

/**
 * Takes what identifies a person out of the orders of accounts that are no more. Users says so the
 * moment it happens; whoever was away then asks every half minute. Any number of processes may.
 */
export class EraseCustomers {
  private readonly rounds: PollLoop;

  constructor(private readonly parts: EraseCustomersParts) {
    this.rounds = new PollLoop({
      work: () => this.once(),
      onError: (error) =>
        parts.logger.warn({ err: error }, 'erased accounts could not be asked for, trying again'),
      lingerMs,
      backstopMs,
    });
  }

  start(): void {
    this.rounds.start();
  }

  stop(): Promise<void> {
    return this.rounds.stop();
  }

  /** Hears of all erasures until now, and does what they ask for. @returns how many orders. */
  async once(): Promise<number> {
    const { store, logger } = this.parts;
    await this.hear();
    let erased = 0;
    for (;;) {
      const orders = await store.erasures.sweep(ordersBatchMax);
      erased += orders;
      if (orders < ordersBatchMax) break;
    }
    if (erased > 0) logger.info({ orders: erased }, 'orders were parted from erased accounts');
    return erased;
  }

  private async hear(): Promise<void> {
    const { store } = this.parts;
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
      this.parts.users,
      'erasure',
      erasedAccounts,
      { since: since.toISOString(), afterUserId },
    );
    return accounts.map(({ userId, erasedAt }) => ({ userId, erasedAt: new Date(erasedAt) }));
  }
}
