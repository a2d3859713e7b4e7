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

/** The URLs of the databases of orders, each through its proxy. */
export function proxiedOrderUrls(
  postgres: EmbeddedPostgres,
  proxies: Proxies,
  names: readonly string[],
): string[] {
  const links = [proxies['database of orders'], proxies[secondDatabase]];
  return names.map((name, index) => {
    const url = new URL(postgres.tcpUrl(name));
    url.port = String(links[index]?.port);
    return url.href;
  });
}
