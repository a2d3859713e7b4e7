import { createClient } from 'graphql-sse';
import { WatchOrder, type WatchOrderSubscription } from '../../client/src/generated/operations';
import type { Client } from './client';
import { eventually } from './shop';

type WatchedOrder = NonNullable<WatchOrderSubscription['orderUpdated']>;

interface Heard {
  readonly data?: WatchOrderSubscription | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

/** Watches an order with the client of graphql-sse. */
export class Watcher {
  readonly heard: Heard[] = [];
  /** The number of its connections. */
  connections = 0;
  private end: 'completed' | Error | null = null;
  private readonly leave: () => void;

  constructor(
    client: Client,
    readonly orderId: string,
  ) {
    const events = createClient({
      url: `${client.url}/graphql`,
      headers: client.accessToken === null ? {} : { authorization: `Bearer ${client.accessToken}` },
      on: { connected: () => (this.connections += 1) },
    });
    this.leave = events.subscribe(
      { query: WatchOrder.toString(), variables: { id: orderId } },
      {
        next: (result) => void this.heard.push(result as Heard),
        complete: () => (this.end = 'completed'),
        error: (error) => (this.end = error as Error),
      },
    );
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

  /** @returns all states until the server completes the stream. */
  async completed(): Promise<readonly Heard[]> {
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
