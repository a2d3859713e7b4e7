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
const reason = 'Its owner was locked, or lost the role for webhooks.';

const lockedAccounts = 'query ($ids: [ID!]!) { lockedAccounts(ids: $ids) }';

interface LockedAccounts {
  readonly lockedAccounts: string[];
}

export interface DisableLockedOwnersDependencies {
  readonly store: Pick<OrdersStore, 'webhookEndpoints'>;
  readonly users: ServiceCall;
  readonly logger: Logger;
}

/**
 * Disables the webhook endpoints of accounts that are locked or lost the role for them. Users notifies
 * of a lock at once; a poll every half minute finds all. The owner can enable them again once the
 * account is unlocked or has the role.
 */
export function disableLockedOwners(
  dependencies: DisableLockedOwnersDependencies,
): PollLoop<number> {
  return new PollLoop({
    work: () => disableAll(dependencies),
    onError: (error) =>
      dependencies.logger.warn({ err: error }, 'polling for locked accounts failed'),
    lingerMs,
    backstopMs,
  });
}

/** Disables the endpoints of all locked owners. @returns the number of endpoints. */
async function disableAll(dependencies: DisableLockedOwnersDependencies): Promise<number> {
  const { store, users, logger } = dependencies;
  let disabled = 0;
  let after: string | null = null;
  for (;;) {
    const ids: string[] = await store.webhookEndpoints.enabledOwners(after, ownersMax);
    if (ids.length === 0) break;
    const scope = systemScope('account locks', callDeadlineMs, uuidV7());
    const locked = (await users<LockedAccounts>(lockedAccounts, { ids }, scope)).lockedAccounts;
    if (locked.length > 0) disabled += await store.webhookEndpoints.disableOf(locked, reason);
    if (ids.length < ownersMax) break;
    after = ids.at(-1) ?? null;
  }
  if (disabled > 0) logger.info({ endpoints: disabled }, 'webhook endpoints disabled');
  return disabled;
}
