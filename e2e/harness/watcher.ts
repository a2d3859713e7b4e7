import { createClient } from 'graphql-sse';
import { WatchOrder, type WatchOrderSubscription } from '../../client/src/generated/operations';
import type { Client } from './client';
import { eventually } from './shop';

interface Heard<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

/** Subscribes with the client of graphql-sse. */
class Subscriber<Data> {
  readonly heard: Heard<Data>[] = [];
  /** The number of its connections. */
  connections = 0;
  private end: 'completed' | Error | null = null;
  private readonly leave: () => void;

  constructor({ url, accessToken }: Client, query: string, variables: Record<string, unknown>) {
    const events = createClient({
      url: `${url}/graphql`,
      headers: accessToken === null ? {} : { authorization: `Bearer ${accessToken}` },
      on: { connected: () => (this.connections += 1) },
    });
    this.leave = events.subscribe(
      { query, variables },
      {
        next: (result) => void this.heard.push(result as Heard<Data>),
        complete: () => (this.end = 'completed'),
        error: (error) => (this.end = error as Error),
      },
    );
  }

  /** @returns all states until the server completes the stream. */
  async completed(): Promise<readonly Heard<Data>[]> {
    const end = await eventually('the end of a subscription', async () => this.end);
    if (end !== 'completed') throw end;
    return this.heard;
  }

  get isOver(): boolean {
    return this.end !== null;
  }

  close(): void {
    this.leave();
  }
}

type WatchedOrder = NonNullable<WatchOrderSubscription['orderUpdated']>;

/** Watches an order. */
export class Watcher extends Subscriber<WatchOrderSubscription> {
  constructor(
    client: Client,
    readonly orderId: string,
  ) {
    super(client, WatchOrder.toString(), { id: orderId });
  }

  get orders(): WatchedOrder[] {
    return this.heard.flatMap(({ data }) => data?.orderUpdated ?? []);
  }

  /** The first state with this status. */
  sees(status: WatchedOrder['status']): Promise<WatchedOrder> {
    return eventually(`a watcher sees ${status}`, async () =>
      this.orders.find((order) => order.status === status),
    );
  }
}

const changes = `subscription ($filter: OrderFilter) {
  ordersChanged(filter: $filter) { id status lines { product { name } } }
}`;

interface ChangedOrder {
  readonly id: string;
  readonly status: string;
}

interface Changes {
  readonly ordersChanged?: readonly ChangedOrder[] | null;
}

/** Watches a list of changed orders. */
export class ListWatcher extends Subscriber<Changes> {
  /** Resolves when changes from now on are seen, or when the list was refused. */
  static async open(client: Client, filter: object): Promise<ListWatcher> {
    const watcher = new ListWatcher(client, changes, { filter });
    await eventually('an open list', async () => watcher.connections > 0 || watcher.isOver);
    return watcher;
  }

  seen(orderId: string): readonly ChangedOrder[] {
    return this.heard
      .flatMap(({ data }) => data?.ordersChanged ?? [])
      .filter(({ id }) => id === orderId);
  }
}
