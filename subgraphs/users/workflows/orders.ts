import type { Logger } from 'pino';
import { asSystem, type CallScope } from '../../../platform/graphql/request-scope';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { withinSignal } from '../../../platform/resilience/deadline';

const exportedOrders = `query ($customerId: ID!, $charactersMax: Int!, $after: String) {
  exportedOrders(customerId: $customerId, charactersMax: $charactersMax, after: $after) {
    orders next account isCut
  }
}`;
const accountsErased = 'mutation { accountsErased }';
const accountsLocked = 'mutation { accountsLocked }';

interface ExportedOrders {
  readonly exportedOrders: {
    readonly orders: string;
    readonly next: string | null;
    /** An object as JSON text, on the first page. */
    readonly account: string | null;
    /** Whether the next order did not fit. */
    readonly isCut: boolean;
  };
}

/** Orders as comma-separated JSON. */
export interface PageOfOrders {
  readonly json: string;
  /** Fields of JSON, each behind a comma: what orders stores besides. Empty after the first page. */
  readonly account: string;
  /** Where the next page begins; null after the last one. */
  readonly next: string | null;
  /** Whether older orders did not fit. */
  readonly isCut: boolean;
}

export interface ExportOfOrders {
  readonly json: string;
  /** Fields of JSON, each behind a comma: what orders stores besides. */
  readonly account: string;
  /** False if older orders were left out. */
  readonly isComplete: boolean;
}

/**
 * How long erasing or locking an account waits for orders, which otherwise catches up by polling.
 */
const notifyDeadlineMs = 3_000;

export type Orders = ReturnType<typeof ordersCalls>;

/** The calls from users to orders. */
export function ordersCalls(call: ServiceCall, logger: Logger) {
  /** Never rejects: if orders is unavailable, it catches up by polling later. */
  const notify = async (mutation: string, { requestId }: CallScope): Promise<void> => {
    const signal = AbortSignal.timeout(notifyDeadlineMs);
    try {
      await withinSignal(call(mutation, {}, asSystem({ requestId, signal })), signal);
    } catch (error) {
      logger.warn({ err: error, mutation }, 'notifying orders failed');
    }
  };

  /** @throws the error of the call, because an export without orders would be incomplete. */
  const exportedPage = async (
    customerId: string,
    charactersMax: number,
    after: string | null,
    scope: CallScope,
  ): Promise<PageOfOrders> => {
    const { exportedOrders: answer } = await call<ExportedOrders>(
      exportedOrders,
      { customerId, charactersMax, after },
      asSystem(scope),
    );
    const json = answer.orders.slice(1, -1);
    const account = answer.account ? `,${answer.account.slice(1, -1)}` : '';
    if (json.length > charactersMax) {
      throw new Error('Orders returned more characters than requested.');
    }
    return { json, account, next: answer.next, isCut: answer.isCut };
  };

  return {
    exportedPage,

    /**
     * The stored orders of a customer, newest first, as comma-separated JSON of at most
     * `charactersMax`. The JSON is concatenated and never parsed, which would block the event loop.
     * @throws the error of the call, because an export without orders would be incomplete.
     */
    async exported(
      customerId: string,
      charactersMax: number,
      scope: CallScope,
    ): Promise<ExportOfOrders> {
      const pages: string[] = [];
      let account = '';
      let left = charactersMax;
      let after: string | null = null;
      let isCut = false;
      do {
        const page: PageOfOrders = await exportedPage(customerId, left, after, scope);
        account += page.account;
        left -= page.account.length + (page.json === '' ? 0 : page.json.length + 1);
        if (page.json !== '') pages.push(page.json);
        ({ isCut, next: after } = page);
      } while (after !== null && !isCut);
      return { json: pages.join(','), account, isComplete: !isCut };
    },

    /** Makes orders anonymise erased accounts now, and waits up to the deadline. */
    notifyOfErasure: (scope: CallScope) => notify(accountsErased, scope),

    /** Makes orders disable the webhook endpoints of accounts that may have none, now. */
    notifyOfLock: (scope: CallScope) => notify(accountsLocked, scope),
  };
}
