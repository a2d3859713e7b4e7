import { createClient } from 'graphql-sse';
import type { Client } from './client';
import { eventually } from './shop';

const changes = `subscription ($filter: OrderFilter) {
  ordersChanged(filter: $filter) { id status lines { product { name } } }
}`;

interface ChangedOrder {
  readonly id: string;
  readonly status: string;
}

interface Heard {
  readonly data?: { readonly ordersChanged?: readonly ChangedOrder[] | null } | null;
}

/** Watches a list of changed orders with the client of graphql-sse. */
export class ListWatcher {
  readonly heard: Heard[] = [];
  isOver = false;
  private isOpen = false;
  private readonly leave: () => void;

  private constructor({ url, accessToken }: Client, filter: object) {
    const end = () => {
      this.isOver = true;
    };
    const events = createClient({
      url: `${url}/graphql`,
      headers: { authorization: `Bearer ${accessToken}` },
      on: {
        connected: () => {
          this.isOpen = true;
        },
      },
    });
    this.leave = events.subscribe(
      { query: changes, variables: { filter } },
      { next: (result) => void this.heard.push(result as Heard), complete: end, error: end },
    );
  }

  /** Resolves when changes from now on are seen, or when the list was refused. */
  static async open(client: Client, filter: object): Promise<ListWatcher> {
    const watcher = new ListWatcher(client, filter);
    await eventually('an open list', async () => watcher.isOpen || watcher.isOver);
    return watcher;
  }

  seen(orderId: string): readonly ChangedOrder[] {
    return this.heard
      .flatMap(({ data }) => data?.ordersChanged ?? [])
      .filter(({ id }) => id === orderId);
  }

  close(): void {
    this.leave();
  }
}
