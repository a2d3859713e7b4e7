import { fill, type Rooms, type Sizes } from '../testing/fill/fill';
import { BenchShop, type Topology } from './bench-shop';
import type { Asker, Known } from './load/read-queries';

export interface FilledShop {
  readonly shop: BenchShop;
  /** Access tokens by caller; null for `nobody`. */
  readonly tokens: Readonly<Record<Asker, string | null>>;
  readonly known: Known;
}

type Tokens = FilledShop['tokens'];

async function signedIn(shop: BenchShop): Promise<Tokens> {
  const token = (name: Asker) => shop.signIn(name);
  return {
    nobody: null,
    customer: await token('customer'),
    support: await token('support'),
    warehouse: await token('warehouse'),
    admin: await token('admin'),
  };
}

/** Connections to a running shop; the caller ends them. */
export async function roomsOf(shop: BenchShop): Promise<Rooms> {
  return {
    users: await shop.database('users'),
    inventory: await shop.database('inventory'),
    orders: await shop.database('orders'),
  };
}

async function fillRooms(shop: BenchShop, sizes: Sizes, customerId: string): Promise<void> {
  const rooms = await roomsOf(shop);
  try {
    await fill(rooms, sizes, customerId);
  } finally {
    await Promise.all(Object.values(rooms).map((room) => room.end()));
  }
}

interface OrdersPage {
  readonly edges: readonly { readonly node: { readonly id: string; readonly number: string } }[];
  readonly pageInfo: { readonly endCursor: string };
}

async function knownOf(shop: BenchShop, tokens: Tokens, customerId: string): Promise<Known> {
  const query = '{ orders(first: 20) { edges { node { id number } } pageInfo { endCursor } } }';
  const { data } = await shop.ask(query, {}, tokens.support);
  const { edges, pageInfo } = (data as { orders: OrdersPage }).orders;
  const last = edges.at(-1)?.node;
  return {
    orderId: last?.id ?? '',
    orderNumber: last?.number ?? '',
    customerId,
    after: pageInfo.endCursor,
  };
}

/** Starts a shop with generated rows. @returns it, with the ids that the read queries need. */
export async function startFilled(
  topology: Topology,
  sizes: Sizes,
  settings: Readonly<Record<string, string>> = {},
): Promise<FilledShop> {
  const shop = await BenchShop.start(topology, [], settings);
  try {
    const tokens = await signedIn(shop);
    const { data } = await shop.ask('{ me { id } }', {}, tokens.customer);
    const customerId = (data as { me: { id: string } }).me.id;
    await fillRooms(shop, sizes, customerId);
    return { shop, tokens, known: await knownOf(shop, tokens, customerId) };
  } catch (error) {
    // The caller has no reference yet to stop it with.
    await shop.stop();
    throw error;
  }
}
