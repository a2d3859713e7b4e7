import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Notifications } from '../../../platform/database/notifications';
import { PollLoop } from '../../../platform/events/poll-loop';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import type { Viewer } from '../../../platform/requests/viewer';
import type { BulkOrderAction } from '../domain/bulk-action';
import type { OrdersStore } from '../store';
import {
  type BulkActionItemRow,
  type BulkActionRow,
  bulkActionsChannel,
  type ItemResult,
} from '../store/bulk-actions';

const backstopMs = 15_000;
const lingerMs = 50;
/** Orders of one turn; then the next bulk action has its turn. */
const turnMax = 8;
const concurrencyMax = 4;
const orderDeadlineMs = 10_000;
/** Longer than a turn can take, so that only the turn of a crashed process is taken again. */
const leaseSeconds = 60;
/** Attempts on an order whose result is unknown, e.g. because a service does not answer. */
const attemptsMax = 4;
/** Pause before a second attempt; it doubles with each. */
const retryMs = 2_000;

const outcome = '{ __typename ... on UserError { code message } }';
const review = (approve: boolean) => `mutation ($id: ID!, $reason: String!) {
  outcome: reviewOrder(id: $id, approve: ${approve}, note: $reason) ${outcome} }`;

/** The operations that people use for one order, so that rules, effects and audit are the same. */
const operations: Readonly<Record<BulkOrderAction, string>> = {
  CANCEL: `mutation ($id: ID!, $reason: String!) {
    outcome: cancelOrder(id: $id, reason: $reason) ${outcome} }`,
  DELIVER: `mutation ($id: ID!, $version: Int) {
    outcome: deliverOrder(id: $id, expectedVersion: $version) ${outcome} }`,
  APPROVE: review(true),
  REJECT: review(false),
};

interface Outcome {
  readonly code?: string;
  readonly message?: string;
}

interface Answer {
  readonly outcome: Outcome | null;
}

const parcels = `query ($id: ID!) {
  order(id: $id) { version shipments { shippedAt deliveredAt } } }`;

interface Parcels {
  readonly order: {
    readonly version: number;
    readonly shipments: readonly {
      readonly shippedAt: string;
      readonly deliveredAt: string | null;
    }[];
  } | null;
}

/** The bulk action is about the parcels that had left when the person started it. */
const parcelLeft: Outcome = {
  code: 'CONFLICT',
  message: 'A parcel left after the bulk action was started. Record its delivery by itself.',
};

export interface RunBulkActionsDependencies {
  readonly store: Pick<OrdersStore, 'bulkActions'>;
  /** The public schema of orders. */
  readonly orders: ServiceCall;
  readonly notifications: Notifications;
  readonly logger: Logger;
}

/** The person at the time of the start; each operation checks the current rights with users. */
const viewerOf = ({ userId, roles, generation }: BulkActionRow): Viewer => ({
  kind: 'user',
  userId,
  roles,
  generation,
  address: 'bulk action',
});

const isUnknown = (code: unknown): boolean =>
  code === undefined || code === 'SERVICE_UNAVAILABLE' || code === 'TIMEOUT';

/**
 * Runs bulk actions, a few orders of each in turn. Results are recorded after each turn: after a
 * crash, another process continues once the lease has ended, and repeats at most one turn.
 */
export class RunBulkActions {
  private readonly pollLoop: PollLoop;
  private readonly unsubscribe: () => void;
  private readonly stopping = new AbortController();

  constructor(private readonly dependencies: RunBulkActionsDependencies) {
    const { store, notifications, logger } = dependencies;
    this.pollLoop = new PollLoop({
      work: () => this.runOnce(),
      hasWork: () => store.bulkActions.hasWork(),
      onError: (error) => logger.error({ err: error }, 'running bulk actions failed'),
      lingerMs,
      backstopMs,
    });
    this.unsubscribe = notifications.on(bulkActionsChannel, this.pollLoop.wake);
  }

  start(): void {
    this.pollLoop.start();
  }

  /** Aborts the orders in progress, which another process repeats, and waits for the turn. */
  stop(): Promise<void> {
    this.unsubscribe();
    this.stopping.abort();
    return this.pollLoop.stop();
  }

  /** @returns the number of turns. */
  async runOnce(): Promise<number> {
    const { store } = this.dependencies;
    let turns = 0;
    while (!this.stopping.signal.aborted) {
      const bulk = await store.bulkActions.claim(leaseSeconds);
      if (bulk === null) break;
      await this.takeTurn(bulk);
      turns += 1;
    }
    return turns;
  }

  private async takeTurn(bulk: BulkActionRow): Promise<void> {
    const { store, logger } = this.dependencies;
    const waiting = await store.bulkActions.pending(bulk.id, turnMax);
    const results: ItemResult[] = [];
    const act = async (): Promise<void> => {
      for (let item = waiting.shift(); item; item = waiting.shift()) {
        results.push(await this.resultOf(item, bulk));
      }
    };
    const attempts = waiting[0]?.attempts ?? 0;
    await Promise.all(Array.from({ length: concurrencyMax }, act));
    const areAllUnknown = results.length > 0 && results.every(({ state }) => state === 'PENDING');
    const pauseMs = areAllUnknown ? retryMs * 2 ** attempts : 0;
    await store.bulkActions.record(bulk.id, results, pauseMs);
    if (pauseMs > 0) this.pollLoop.scheduleIn(pauseMs);
    const failed = results.filter(({ state }) => state === 'FAILED').length;
    logger.debug({ bulkAction: bulk.id, orders: results.length, failed }, 'bulk action had a turn');
  }

  private async resultOf(item: BulkActionItemRow, bulk: BulkActionRow): Promise<ItemResult> {
    const { position } = item;
    try {
      const { code, message } = await this.act(item, bulk);
      if (code === undefined) return { position, state: 'SUCCEEDED', code: null, message: null };
      return { position, state: 'FAILED', code, message: message ?? null };
    } catch (error) {
      const code = error instanceof GraphQLError ? error.extensions.code : undefined;
      const { logger } = this.dependencies;
      logger.warn({ err: error, bulkAction: bulk.id, orderId: item.orderId }, 'bulk action failed');
      const isLast = item.attempts + 1 >= attemptsMax || !isUnknown(code);
      return {
        position,
        state: isLast ? 'FAILED' : 'PENDING',
        code: typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR',
        message: error instanceof GraphQLError ? error.message : 'An internal error occurred.',
      };
    }
  }

  private async act({ orderId }: BulkActionItemRow, bulk: BulkActionRow): Promise<Outcome> {
    const { orders } = this.dependencies;
    const { action, reason, createdAt } = bulk;
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(orderDeadlineMs)]);
    const scope = { viewer: viewerOf(bulk), requestId: bulk.id, signal };
    const run = async (variables: object): Promise<Outcome> => {
      const given = { id: orderId, ...variables };
      return (await orders<Answer>(operations[action], given, scope)).outcome ?? {};
    };
    if (action !== 'DELIVER') return run({ reason });
    const { order } = await orders<Parcels>(parcels, { id: orderId }, scope);
    const isLate = order?.shipments.some(
      (one) => one.deliveredAt === null && new Date(one.shippedAt) > createdAt,
    );
    return isLate ? parcelLeft : run({ version: order?.version });
  }
}
