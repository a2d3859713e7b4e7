import type { Logger } from 'pino';
import type { RequestScope } from '../../../platform/graphql/request-scope';
import type { ServiceCall } from '../../../platform/graphql/service-call';

const exportedOrders = `query ($customerId: ID!, $charactersMax: Int!, $after: String) {
  exportedOrders(customerId: $customerId, charactersMax: $charactersMax, after: $after) {
    orders next isCut
  }
}`;
const accountsErased = 'mutation { accountsErased }';
const accountsLocked = 'mutation { accountsLocked }';

interface ExportedOrders {
  readonly exportedOrders: {
    readonly orders: string;
    readonly next: string | null;
    /** True: the next order does not fit. */
    readonly isCut: boolean;
  };
}

export interface ExportOfOrders {
  readonly json: string;
  /** False: there are older orders. */
  readonly isComplete: boolean;
}

/** Whoever erases or locks an account waits so long for the orders; after that they follow by themselves. */
const tellDeadlineMs = 3_000;

export type Orders = ReturnType<typeof ordersCalls>;

/** What users asks of orders. */
export function ordersCalls(call: ServiceCall, logger: Logger) {
  const asSystem = ({ requestId, signal }: RequestScope): RequestScope => ({
    viewer: { kind: 'system', cause: requestId },
    requestId,
    signal,
  });

  /** Never rejects: orders that is away asks when it is back. */
  const tell = async (news: string, scope: RequestScope): Promise<void> => {
    const signal = AbortSignal.timeout(tellDeadlineMs);
    const ended = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    try {
      await Promise.race([call(news, {}, asSystem({ ...scope, signal })), ended]);
    } catch (error) {
      logger.warn({ err: error, news }, 'orders was not told, and will ask by itself');
    }
  };

  return {
    /**
     * All that orders stores of a customer, the newest order first, as the JSON texts of those that fit
     * into so many characters, with commas between them. It is put together, never parsed: that would hold up
     * everybody else.
     * @throws what the call rejects with: an export without the orders would not be one.
     */
    async exported(
      customerId: string,
      charactersMax: number,
      scope: RequestScope,
    ): Promise<ExportOfOrders> {
      const pages: string[] = [];
      let left = charactersMax;
      let after: string | null = null;
      do {
        const { exportedOrders: answer }: ExportedOrders = await call<ExportedOrders>(
          exportedOrders,
          { customerId, charactersMax: left, after },
          asSystem(scope),
        );
        const page = answer.orders.slice(1, -1);
        left -= page === '' ? 0 : page.length + 1;
        if (left < 0) throw new Error('Orders exported more than it was asked for.');
        if (page !== '') pages.push(page);
        if (answer.isCut) return { json: pages.join(','), isComplete: false };
        after = answer.next;
      } while (after !== null);
      return { json: pages.join(','), isComplete: true };
    },

    /** Has orders ask at once who was erased, and waits a while until it has done its part. */
    tellOfErasure: (scope: RequestScope) => tell(accountsErased, scope),

    /** Has orders disable the webhook endpoints of locked accounts at once. */
    tellOfLock: (scope: RequestScope) => tell(accountsLocked, scope),
  };
}
