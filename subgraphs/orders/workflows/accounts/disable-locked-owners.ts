import type { Logger } from 'pino';
import { PollLoop } from '../../../../platform/events/poll-loop';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { OrdersStore } from '../../store';
import { askUsers } from './ask-users';

const backstopMs = 30_000;
const lingerMs = 500;
const ownersMax = 1_000;
const reason = 'The account of its owner was locked.';

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
 * Disables the webhook endpoints of locked accounts. Users notifies at once; a poll every half minute
 * finds missed ones. The owner can enable them again once the account is unlocked.
 */
export class DisableLockedOwners {
  private readonly pollLoop: PollLoop;

  constructor(private readonly dependencies: DisableLockedOwnersDependencies) {
    this.pollLoop = new PollLoop({
      work: () => this.runOnce(),
      onError: (error) =>
        dependencies.logger.warn({ err: error }, 'polling for locked accounts failed'),
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

  /** @returns how many endpoints were disabled. */
  async runOnce(): Promise<number> {
    const { store, logger } = this.dependencies;
    let disabled = 0;
    let after: string | null = null;
    for (;;) {
      const owners: string[] = await store.webhookEndpoints.enabledOwners(after, ownersMax);
      if (owners.length === 0) break;
      const locked = await this.ask(owners);
      if (locked.length > 0) disabled += await store.webhookEndpoints.disableOf(locked, reason);
      if (owners.length < ownersMax) break;
      after = owners.at(-1) ?? null;
    }
    if (disabled > 0) logger.info({ endpoints: disabled }, 'webhook endpoints disabled');
    return disabled;
  }

  private async ask(ids: readonly string[]): Promise<string[]> {
    const { users } = this.dependencies;
    const answer = await askUsers<LockedAccounts>(users, 'account locks', lockedAccounts, { ids });
    return answer.lockedAccounts;
  }
}
