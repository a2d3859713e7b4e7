import type { Logger } from 'pino';
import { PollLoop } from '../../../../platform/events/poll-loop';
import { systemScope } from '../../../../platform/graphql/request-scope';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { uuidV7 } from '../../../../platform/values/uuid';
import type { OrdersStore } from '../../store';

const backstopMs = 30_000;
const lingerMs = 500;
const callDeadlineMs = 10_000;
const ordersBatchMax = 200;
/**
 * Overlap of polls, because an erasure becomes visible only after its timestamp, at commit: it may wait
 * 15 s for each of several locks, and its process may pause for 30 s.
 */
const overlapMs = 300_000;
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
export function eraseCustomers(dependencies: EraseCustomersDependencies): PollLoop<number> {
  return new PollLoop({
    work: () => eraseAll(dependencies),
    onError: (error) =>
      dependencies.logger.warn(
        { err: error },
        'erased accounts could not be asked for, trying again',
      ),
    lingerMs,
    backstopMs,
  });
}

/** Reads all erasures up to now and applies them. @returns the number of orders. */
async function eraseAll(dependencies: EraseCustomersDependencies): Promise<number> {
  const { store, logger } = dependencies;
  await readErasures(dependencies);
  let erased = 0;
  for (;;) {
    const orders = await store.erasures.sweep(ordersBatchMax);
    erased += orders;
    if (orders < ordersBatchMax) break;
  }
  if (erased > 0) logger.info({ orders: erased }, 'orders anonymised for erased accounts');
  return erased;
}

async function readErasures({ store, users }: EraseCustomersDependencies): Promise<void> {
  const newest = await store.erasures.newest();
  let since = newest ? new Date(newest.erasedAt.getTime() - overlapMs) : beforeAll;
  let afterUserId: string | null = null;
  for (;;) {
    const variables = { since: since.toISOString(), afterUserId };
    const scope = systemScope('erasure', callDeadlineMs, uuidV7());
    const answer: ErasedAccounts = await users(erasedAccounts, variables, scope);
    const page = answer.erasedAccounts.map(({ userId, erasedAt }) => ({
      userId,
      erasedAt: new Date(erasedAt),
    }));
    const last = page.at(-1);
    if (last === undefined) return;
    await store.erasures.hear(page);
    ({ erasedAt: since, userId: afterUserId } = last);
  }
}
