import { setTimeout as delay } from 'node:timers/promises';
import { demoSkuOf } from '../../cli/demo-shop/catalogue';
import type { TypedDocument } from '../../client/src/document';
import {
  AdjustStock,
  CancelOrder,
  PlaceOrder,
  RefundOrder,
  ShipOrder,
} from '../../client/src/generated/operations';
import type { Random } from '../../platform/testing/random';
import type { Client } from '../harness/client';
import { orderOf } from '../harness/people';
import type { History, Intention, Operation, Outcome, RequestedEffect } from './history';

/** Few products with little stock, so that buyers compete. */
export const goods = Array.from({ length: 8 }, (_, index) => demoSkuOf(index));
export const warehouses = ['BER', 'AMS', 'PAR'];

const tokens = {
  tok_ok: 56,
  tok_declined: 7,
  tok_async: 8,
  tok_slow: 6,
  tok_flaky: 5,
  tok_lost_answer: 6,
  tok_capture_fails: 7,
  tok_review: 3,
  tok_action: 2,
};

type Action = Operation | 'race' | 'adopt';

const actions: Record<Action, number> = {
  place: 44,
  cancel: 8,
  ship: 20,
  refund: 8,
  adjust: 7,
  race: 8,
  adopt: 5,
};

/** How long a client waits for an answer before it gives up and perhaps asks again. */
const answerTimeoutMs = [1_500, 12_000] as const;
/** The timeouts of a client that gives up soon, checks whether the order exists, and cancels it. */
const shortTimeoutMs = [400, 1_800] as const;
const retriesMax = 3;
const pauseMsMax = 150;
const retryPauseMs = [100, 1_500] as const;
const adoptedMax = 10;
/** Older orders are ignored, because most of them are final. */
const recentMax = 25;

interface OwnOrders {
  readonly orders: {
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly status: string;
        readonly lines: Known['lines'];
        readonly total: { readonly amount: string };
      };
    }[];
  } | null;
}

/** Needs only the subgraph orders, so that cancelling does not wait for the catalogue. */
const ownOrders = `query ($first: Int) { orders(first: $first) { edges { node {
  id status lines { sku quantity } total { amount } } } } }` as unknown as TypedDocument<
  OwnOrders,
  { readonly first: number }
>;

/** Orders known to clients, to cancel and ship. */
interface Known {
  readonly id: string;
  readonly owner: number;
  readonly lines: readonly { sku: string; quantity: number }[];
  readonly cents: number;
}

/** The orders known to all clients, because staff sees those of all buyers. */
export interface Desk {
  readonly orders: Known[];
  readonly warehouse: Client;
  readonly support: Client;
}

interface Answered {
  readonly __typename?: string;
  readonly id?: string;
  readonly status?: string;
  readonly code?: string;
  readonly order?: { readonly id: string } | null;
  readonly total?: { readonly amount: string };
}

/** A buyer and the staff that handles the buyer's orders, with one call at a time. */
export class ChaosClient {
  private keys = 0;
  /** How to repeat what was asked with each key. */
  private readonly keyedCalls = new Map<string, () => Promise<unknown>>();

  constructor(
    private readonly number: number,
    private readonly buyer: Client,
    private readonly desk: Desk,
    private readonly random: Random,
    private readonly history: History,
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await this.act(this.random.weighted(actions));
      await delay(this.random.int(0, pauseMsMax));
    }
  }

  /**
   * Repeats each call with a key, like a client that was away for a while: whatever happened
   * since, it finds the first effect, or takes effect now.
   */
  async repeatKeyedCalls(): Promise<void> {
    for (const repeat of this.keyedCalls.values()) await repeat();
  }

  private act(action: Action): Promise<void> {
    const isStocked = this.desk.orders.length > 0;
    if (action === 'adjust') return this.adjust();
    if (action === 'adopt') return this.adopt();
    if (action === 'place' || !isStocked) return this.place();
    const order = this.random.pick(this.desk.orders.slice(-recentMax));
    if (action === 'race') return this.race(order);
    if (action === 'cancel') return this.cancel(order);
    return action === 'ship' ? this.ship(order) : this.refund(order);
  }

  private async place(): Promise<void> {
    const { random } = this;
    const skus = new Set(Array.from({ length: random.int(1, 3) }, () => random.pick(goods)));
    const lines = [...skus].map((sku): [string, number] => [sku, random.int(1, 3)]);
    const token = random.weighted(tokens);
    const requested = { lines: lines.map(([sku, quantity]) => ({ sku, quantity })), token };
    const intention = this.intend('place', null, requested);
    const more = { idempotencyKey: intention.key, note: intention.key };
    const input = orderOf(lines, token, more);
    const isHasty = random.chance(0.25);
    const answer = isHasty
      ? await this.call(intention, this.buyer, PlaceOrder, input, shortTimeoutMs)
      : await this.insist(intention, this.buyer, PlaceOrder, input);
    if (answer?.id) return this.remember(answer.id, requested.lines, answer.total?.amount);
    if (answer === null && (isHasty || random.chance(0.3))) await this.adopt(isHasty);
  }

  private remember(id: string, lines: Known['lines'], amount = '0'): void {
    if (this.desk.orders.some((order) => order.id === id)) return;
    this.desk.orders.push({
      id,
      owner: this.number,
      lines,
      cents: Math.round(Number(amount) * 100),
    });
  }

  /** A buyer without a response looks at the list of orders and continues from there. */
  private async adopt(isRegretted = false): Promise<void> {
    const page = await this.buyer.ask(ownOrders, { first: adoptedMax }).catch(() => null);
    for (const { node } of page?.data?.orders?.edges ?? []) {
      const lines = node.lines.map(({ sku, quantity }) => ({ sku, quantity }));
      this.remember(node.id, lines, node.total.amount);
      if (node.status === 'PENDING' && (isRegretted || this.random.chance(0.4))) {
        await this.cancel({ id: node.id, owner: this.number, lines, cents: 0 });
      }
    }
  }

  /** Two concurrent calls: one of them is too late and gets an error. */
  private async race(order: Known): Promise<void> {
    await Promise.all([this.cancel(order), this.ship(order)]);
  }

  private async cancel({ id, owner }: Known): Promise<void> {
    const intention = this.intend('cancel', id, {});
    const by = owner === this.number ? this.buyer : this.desk.support;
    await this.insist(intention, by, CancelOrder, { id, reason: intention.key });
  }

  private async ship({ id, lines }: Known): Promise<void> {
    const { random } = this;
    const some = random.chance(0.4) ? [{ sku: random.pick(lines).sku, quantity: 1 }] : null;
    const intention = this.intend('ship', id, { lines: some });
    const { key } = intention;
    const input = { orderId: id, carrier: 'DHL', trackingCode: key, lines: some };
    await this.insist(intention, this.desk.warehouse, ShipOrder, {
      input: { ...input, idempotencyKey: key },
    });
  }

  private async refund({ id, lines, cents }: Known): Promise<void> {
    const { random } = this;
    const amount = (random.int(1, Math.max(cents, 2)) / 100).toFixed(2);
    const restock = random.chance(0.4)
      ? [{ sku: random.pick(lines).sku, quantity: 1, restock: true }]
      : null;
    const intention = this.intend('refund', id, { amount, lines: restock });
    const { key } = intention;
    const input = { orderId: id, amount, reason: key, lines: restock, idempotencyKey: key };
    await this.insist(intention, this.desk.support, RefundOrder, { input });
  }

  private async adjust(): Promise<void> {
    const { random } = this;
    const delta = random.chance(0.3) ? -random.int(1, 3) : random.int(1, 12);
    const line = { sku: random.pick(goods), warehouse: random.pick(warehouses), delta };
    const intention = this.intend('adjust', null, line);
    const { key } = intention;
    await this.insist(intention, this.desk.warehouse, AdjustStock, {
      input: [{ ...line, reason: key }],
      idempotencyKey: key,
    });
  }

  private intend(
    operation: Operation,
    orderId: string | null,
    requested: RequestedEffect,
  ): Intention {
    this.keys += 1;
    const key = `${operation}-${this.number}-${this.keys}`;
    return { operation, key, client: this.number, orderId, requested };
  }

  /**
   * Calls, and retries without a response; sometimes calls twice concurrently, or after a response.
   */
  private async insist<Data, Variables>(
    intention: Intention,
    by: Client,
    document: TypedDocument<Data, Variables>,
    variables: Variables,
  ): Promise<Answered | null> {
    const { random } = this;
    const once = () => this.call(intention, by, document, variables);
    let answer: Answered | null = null;
    const tries = 1 + random.int(0, retriesMax);
    for (let tried = 0; tried < tries && answer === null; tried += 1) {
      if (tried > 0) await delay(random.int(...retryPauseMs));
      const isDouble = random.chance(0.08);
      const [first, second] = await Promise.all([once(), isDouble ? once() : null]);
      answer = first ?? second;
    }
    if (random.chance(0.06)) answer = (await once()) ?? answer;
    return answer;
  }

  private async call<Data, Variables>(
    intention: Intention,
    by: Client,
    document: TypedDocument<Data, Variables>,
    variables: Variables,
    waits: readonly [number, number] = answerTimeoutMs,
  ): Promise<Answered | null> {
    const { key, operation } = intention;
    if (operation !== 'cancel') {
      this.keyedCalls.set(key, () => this.call(intention, by, document, variables));
    }
    const call = this.history.invoked(intention);
    const late = new AbortController();
    const patience = delay(this.random.int(...waits), 'gave up' as const, {
      signal: late.signal,
    }).catch(() => 'gave up' as const);
    const asked = by.ask(document, variables).catch((error: Error) => {
      return `${error.name}: ${error.message}`;
    });
    const response = await Promise.race([asked, patience]);
    late.abort();
    if (typeof response === 'string') {
      this.history.unknown(call, intention, response);
      return null;
    }
    const [answer] = Object.values(response.data ?? {}) as (Answered | null | undefined)[];
    if (!answer || response.errors.length > 0) {
      const code = response.errors[0]?.extensions.code ?? `HTTP ${response.status}`;
      this.history.unknown(call, intention, code);
      return null;
    }
    this.history.acknowledged(call, intention, outcomeOf(answer));
    return answer;
  }
}

function outcomeOf(answer: Answered): Outcome {
  const { code, id, order, status } = answer;
  if (code !== undefined) return { done: false, code, orderId: order?.id ?? null };
  return { done: true, orderId: id ?? null, status: status ?? null };
}
