import { setTimeout as delay } from 'node:timers/promises';
import { demoSkuOf } from '../../../cli/demo-shop/catalogue';
import { PlaceOrder } from '../../../client/src/generated/operations';
import { shardOf } from '../../../subgraphs/orders/domain/shard';
import { ask } from '../../harness/ask';
import type { Client } from '../../harness/client';
import { newSession, orderOf } from '../../harness/people';

/** The first products of the demo shop. */
const products = 100;
const pauseMs = 20;
/** The code that a buyer of a stopped shard gets, and tries again after. */
const stoppedCode = 'SERVICE_UNAVAILABLE';

export interface ShardBuyer {
  readonly client: Client;
  readonly shard: number;
}

/** New customers, until enough of them have their orders in the given shards. */
export async function buyersIn(
  anyone: Client,
  count: number,
  isWanted: (shard: number) => boolean,
): Promise<ShardBuyer[]> {
  const buyers: ShardBuyer[] = [];
  while (buyers.length < count) {
    const { accessToken, user } = await newSession(anyone);
    const shard = shardOf(user.id);
    if (isWanted(shard)) buyers.push({ client: anyone.as(accessToken), shard });
  }
  return buyers;
}

/**
 * Buyers who place one order after the other, each with its key until it is answered, and read the
 * newest one back.
 */
export class ShardBuyers {
  readonly acknowledged: string[] = [];
  /** Answers that no buyer should get, such as an order that is not found. */
  readonly violations: string[] = [];
  /** How often a buyer had to try again. */
  stopped = 0;
  /** The longest time in which a buyer waited for one order. */
  longestMs = 0;
  private isOver = false;
  private count = 0;
  private readonly running: Promise<unknown>;

  constructor(buyers: readonly ShardBuyer[]) {
    this.running = Promise.all(buyers.map((buyer) => this.buy(buyer)));
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.running;
  }

  /** A buyer whose call has no answer at all buys nothing more. */
  private async buy({ client }: ShardBuyer): Promise<void> {
    try {
      while (!this.isOver) await this.buyOne(client);
    } catch (error) {
      this.violations.push(`a call had no answer: ${String(error)}`);
    }
  }

  private async buyOne(client: Client): Promise<void> {
    const startedMs = performance.now();
    const id = await this.place(client);
    this.longestMs = Math.max(this.longestMs, performance.now() - startedMs);
    if (id !== null) await this.readBack(client, id);
    await delay(pauseMs);
  }

  private async place(client: Client): Promise<string | null> {
    this.count += 1;
    const input = orderOf([[demoSkuOf(this.count % products), 1]], 'tok_ok');
    for (;;) {
      const { data, errors } = await client.ask(PlaceOrder, input);
      const placed = data?.placeOrder;
      if (placed?.__typename === 'Order') {
        this.acknowledged.push(placed.id);
        return placed.id;
      }
      if (this.isRefused(errors)) continue;
      if (placed?.__typename !== 'InsufficientStockError') {
        this.violations.push(`an order was answered by ${placed?.__typename ?? 'nothing'}`);
      }
      return null;
    }
  }

  private async readBack(client: Client, id: string): Promise<void> {
    const query = 'query ($id: ID!) { order(id: $id) { id } }';
    for (;;) {
      const { data, errors } = await client.post({ query, variables: { id } });
      if (this.isRefused(errors)) continue;
      const found = (data as { order?: { id: string } | null } | null)?.order;
      if (found?.id !== id) this.violations.push(`order ${id} was not found by its buyer`);
      return;
    }
  }

  /** Counts an answer that says to try again; any other error is a violation. */
  private isRefused(errors: readonly { message: string; extensions: { code: string } }[]): boolean {
    const [first] = errors;
    if (first === undefined) return false;
    if (first.extensions.code === stoppedCode) this.stopped += 1;
    else this.violations.push(`${first.extensions.code}: ${first.message}`);
    return true;
  }
}

const ordersMax = 100;

/** Whether staff see each order once, in the newest page. */
export async function listedTwice(support: Client): Promise<string[]> {
  const list = `{ orders(first: ${ordersMax}) { complete nodes { id } } }`;
  const { orders } = await ask(support, list);
  const ids: string[] = orders.nodes.map(({ id }: { id: string }) => id);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}
