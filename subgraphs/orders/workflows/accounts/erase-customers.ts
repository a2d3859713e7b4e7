import type { Logger } from 'pino';
import { PollLoop } from '../../../../platform/events/poll-loop';
import { systemScope } from '../../../../platform/graphql/request-scope';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { msPerHour } from '../../../../platform/values/time';
import { uuidV7 } from '../../../../platform/values/uuid';
import type { OrdersStore } from '../../store';

const backstopMs = 30_000;
const lingerMs = 500;
const callDeadlineMs = 10_000;
const ordersBatchMax = 10_000;
/**
 * Overlap of polls: an erasure becomes visible only after its timestamp, at commit, and the clock of
 * the database of users may be set back, or that of its standby be behind.
 */
const overlapMs = msPerHour;
const beforeAll = new Date(0);

const erasedAccounts = `query ($since: DateTime!, $afterUserId: ID) {
  erasedAccounts(since: $since, afterUserId: $afterUserId) { userId erasedAt }
}`;

interface ErasedAccounts {
  readonly erasedAccounts: readonly { readonly userId: string; readonly erasedAt: string | Date }[];
}

export interface BulkTextsElsewhere {
  readonly home: Pick<OrdersStore, 'bulkTexts'>;
}

export interface EraseCustomersDependencies {
  readonly store: Pick<OrdersStore, 'erasures'>;
  /** Set if the bulk actions with orders of this database are in another one. */
  readonly bulkTextsElsewhere?: BulkTextsElsewhere;
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
  const { store, bulkTextsElsewhere: elsewhere, logger } = dependencies;
  await readErasures(dependencies);
  let erased = 0;
  for (;;) {
    const ids = await store.erasures.sweep(ordersBatchMax);
    erased += ids.length;
    // If this fails, the job `finish-erasures` does it in the night.
    if (ids.length > 0) await elsewhere?.home.bulkTexts.erase(ids);
    if (ids.length < ordersBatchMax) break;
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
