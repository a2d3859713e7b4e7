import type { Logger } from 'pino';
import { PollLoop } from '../../../../platform/events/poll-loop';
import { systemScope } from '../../../../platform/graphql/request-scope';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { uuidV7 } from '../../../../platform/values/uuid';
import type { OrdersStore } from '../../store';

const backstopMs = 30_000;
const lingerMs = 500;
const callDeadlineMs = 10_000;
const ownersMax = 1_000;
const reason = 'Its owner was locked, disowned a change, or lost the role for webhooks.';

const lockedAccounts = 'query ($ids: [ID!]!) { lockedAccounts(ids: $ids) }';

const startedAgain = 'query ($ids: [ID!]!) { startedAgain(ids: $ids) { userId at } }';
/** Older tokens end within 5 s; the rest is for clocks that differ. */
const startGraceMs = 10_000;

interface LockedAccounts {
  readonly lockedAccounts: string[];
}

interface StartedAgain {
  readonly startedAgain: readonly { readonly userId: string; readonly at: string }[];
}

export interface DisableLockedOwnersDependencies {
  readonly store: Pick<OrdersStore, 'webhookEndpoints'>;
  readonly users: ServiceCall;
  readonly logger: Logger;
}

/**
 * Disables the webhook endpoints of accounts that are locked, disowned a change or lost the role for
 * them. Users notifies of the first two at once; a poll every half minute finds all. The owner can
 * enable them again once the account is unlocked, has a new password or has the role. Endpoints that
 * are older than the first proof of the owner's address are deleted: somebody else may have made
 * them.
 */
export function disableLockedOwners(
  dependencies: DisableLockedOwnersDependencies,
): PollLoop<number> {
  return new PollLoop({
    work: async () => (await disableAll(dependencies)) + (await deleteFormer(dependencies)),
    onError: (error) =>
      dependencies.logger.warn({ err: error }, 'polling for locked accounts failed'),
    lingerMs,
    backstopMs,
  });
}

/** The owners of endpoints, as many at a time as users takes. */
async function* ownersOf({ store }: DisableLockedOwnersDependencies): AsyncGenerator<string[]> {
  let after: string | null = null;
  do {
    const ids: string[] = await store.webhookEndpoints.owners(after, ownersMax);
    if (ids.length > 0) yield ids;
    after = ids.length < ownersMax ? null : (ids.at(-1) ?? null);
  } while (after !== null);
}

const newScope = () => systemScope('account locks', callDeadlineMs, uuidV7());

/** Disables the endpoints of all locked owners. @returns the number of endpoints. */
async function disableAll(dependencies: DisableLockedOwnersDependencies): Promise<number> {
  const { store, users, logger } = dependencies;
  let disabled = 0;
  for await (const ids of ownersOf(dependencies)) {
    const answer = await users<LockedAccounts>(lockedAccounts, { ids }, newScope());
    const locked = answer.lockedAccounts;
    if (locked.length > 0) disabled += await store.webhookEndpoints.disableOf(locked, reason);
  }
  if (disabled > 0) logger.info({ endpoints: disabled }, 'webhook endpoints disabled');
  return disabled;
}

/** Deletes what is older than the first proof of its owner's address. @returns how many. */
async function deleteFormer(dependencies: DisableLockedOwnersDependencies): Promise<number> {
  const { store, users, logger } = dependencies;
  let deleted = 0;
  for await (const ids of ownersOf(dependencies)) {
    const answer = await users<StartedAgain>(startedAgain, { ids }, newScope());
    for (const { userId, at } of answer.startedAgain) {
      const before = new Date(Date.parse(at) + startGraceMs);
      deleted += await store.webhookEndpoints.deleteBefore(userId, before);
    }
  }
  if (deleted > 0) logger.info({ endpoints: deleted }, 'webhook endpoints deleted');
  return deleted;
}
