import { subgraphNames } from '../../config/subgraphs';
import type { EmbeddedPostgres } from '../../platform/database/embedded';
import type { Random } from '../../platform/testing/random';
import { FaultProxy } from './fault-proxy';

/** The connections with injected faults, by their other end. */
export const proxied = [
  'gateway',
  ...subgraphNames,
  'sandbox',
  'database of orders',
  'database of inventory',
] as const;
/** Used by a shop with two databases of orders. */
export const secondDatabase = 'second database of orders';
export type Proxied = (typeof proxied)[number] | typeof secondDatabase;
export type Proxies = Readonly<Record<Proxied, FaultProxy>>;

/** @param targets the port of each other end, and the round trips of its greeting. */
export async function openProxies(
  targets: Record<Proxied, readonly [port: number, greetingTurns: number]>,
  random: Random,
): Promise<Proxies> {
  const proxies = {} as Record<Proxied, FaultProxy>;
  for (const name of [...proxied, secondDatabase] as const) {
    const [targetPort, turns] = targets[name];
    const proxy = new FaultProxy({ name, targetPort, random, handshakeRoundTrips: turns });
    await proxy.listen();
    proxies[name] = proxy;
  }
  return proxies;
}

const proxiesOfDatabases: Readonly<Record<string, Proxied>> = {
  orders: 'database of orders',
  orders2: secondDatabase,
  inventory: 'database of inventory',
};

/** The URL of a database, through its proxy if it has one. */
export function databaseUrlOf(postgres: EmbeddedPostgres, proxies: Proxies, name: string): string {
  const url = new URL(postgres.tcpUrl(name));
  const proxy = proxiesOfDatabases[name];
  if (proxy !== undefined) url.port = String(proxies[proxy].port);
  return url.href;
}
