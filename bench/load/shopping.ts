import { randomUUID } from 'node:crypto';
import { demoSkuOf } from '../../cli/demo-shop/catalogue';
import type { Random } from '../../platform/testing/random';
import type { Call } from '../../testing/load/closed-loop';
import type { BenchShop } from '../bench-shop';
import { place, spreadCart } from './place-orders';

/** Actions of people in a shop, with their share in percent. */
const actions = {
  browse: 40,
  search: 20,
  place: 20,
  list: 10,
  cancel: 4,
  ship: 4,
  signIn: 2,
} as const;
type Action = keyof typeof actions;

/** Maximum number of orders to remember for cancelling or shipping; others are left alone. */
const openOrdersMax = 1_000;
const wordsSearched = ['mug', 'lamp', 'oak', 'wool', 'bottle', 'DEMO-0042'];
const accounts = ['customer', 'support', 'warehouse'];

const product = 'sku name price { amount currency } available';
const outcome = '__typename ... on UserError { code }';
const documents = {
  browse: `query { products(first: 20, sort: NAME_ASC) {
    edges { node { ${product} } } pageInfo { endCursor } } }`,
  search: `query ($text: String!) { products(first: 20, filter: { search: $text }) {
    edges { node { ${product} } } } }`,
  list: `{ orders(first: 10) { edges { node { id number status total { amount }
    lines { sku quantity product { name } } } } } }`,
  cancel: `mutation ($id: ID!) { cancelOrder(id: $id, reason: "changed my mind") { ${outcome} } }`,
  ship: `mutation ($input: ShipOrderInput!) { shipOrder(input: $input) { ${outcome} } }`,
};

interface OpenOrder {
  readonly id: string;
  readonly buyer: string | null;
}

interface Changed {
  readonly __typename?: string;
  readonly code?: string;
}

/** A mixed load: buyers who browse, order and cancel, and a warehouse that ships. */
export class Shopping {
  private readonly open: OpenOrder[] = [];
  private placed = 0;

  constructor(
    private readonly shop: BenchShop,
    private readonly buyers: readonly string[],
    private readonly warehouse: string,
    private readonly random: Random,
  ) {}

  /** Performs one random action. The outcome is its name, such as `browse`, if it succeeded. */
  readonly call: Call = async () => {
    const action = this.random.weighted<Action>(actions);
    try {
      const went = await this[action]();
      return went === null ? action : `${action}: ${went}`;
    } catch (error) {
      // A broken connection is an outcome too; other calls continue.
      return `${action}: ${error instanceof Error ? error.message : String(error)}`;
    }
  };

  private async send(query: string, variables: object, token: string | null) {
    const { data, errors } = await this.shop.ask(query, variables, token);
    const [answer] = Object.values(data ?? {}) as (Changed | null)[];
    const fault = errors?.[0]?.extensions?.code ?? (answer ? null : 'no answer');
    return { answer, fault };
  }

  private async browse(): Promise<string | null> {
    return (await this.send(documents.browse, {}, null)).fault;
  }

  private async search(): Promise<string | null> {
    const variables = { text: this.random.pick(wordsSearched) };
    return (await this.send(documents.search, variables, null)).fault;
  }

  private async list(): Promise<string | null> {
    return (await this.send(documents.list, {}, this.random.pick(this.buyers))).fault;
  }

  private async place(): Promise<string | null> {
    this.placed += 1;
    const buyer = this.random.pick(this.buyers);
    const cart = this.random.chance(0.5) ? spreadCart(this.placed) : [demoSkuOf(this.placed)];
    const { outcome: went, id } = await place(this.shop, buyer, cart);
    if (id !== null && this.open.length < openOrdersMax) this.open.push({ id, buyer });
    return went === 'CONFIRMED' ? null : went;
  }

  private async changed(query: string, variables: object, token: string | null) {
    const { answer, fault } = await this.send(query, variables, token);
    if (fault !== null) return fault;
    return answer?.__typename === 'Order' ? null : (answer?.code ?? 'no answer');
  }

  /** Cancels the oldest remembered order; without one, places an order. */
  private async cancel(): Promise<string | null> {
    const order = this.open.shift();
    if (!order) return this.place();
    return this.changed(documents.cancel, { id: order.id }, order.buyer);
  }

  private async ship(): Promise<string | null> {
    const order = this.open.shift();
    if (!order) return this.place();
    const idempotencyKey = randomUUID();
    const input = { orderId: order.id, carrier: 'dhl', trackingCode: 'JD1', idempotencyKey };
    return this.changed(documents.ship, { input }, this.warehouse);
  }

  private async signIn(): Promise<string | null> {
    await this.shop.signIn(this.random.pick(accounts));
    return null;
  }
}

/** Whether an outcome of `Shopping` is a success. */
export const wentWell = (name: string): boolean => Object.hasOwn(actions, name);
