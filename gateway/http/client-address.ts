import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, type Socket } from 'node:net';
import { parseNetwork } from '../../platform/net/network';
import { mappedAddress, networkOf } from '../identity/network-key';

/** Removes the zone: `fe80::1%eth0` becomes `fe80::1`. */
const withoutZone = (address: string) => address.split('%', 1)[0] ?? '';

/** Unwraps IPv4-mapped IPv6 addresses; null if it is not an address. */
function plainAddress(text: string): string | null {
  const bare = text.trim().replace(/^\[(.*)\](:\d+)?$/, '$1');
  const inner = mappedAddress.exec(bare)?.[1] ?? withoutZone(bare);
  const withoutPort = /^\d+\.\d+\.\d+\.\d+:\d+$/.test(inner) ? inner.replace(/:\d+$/, '') : inner;
  return isIP(withoutPort) === 0 ? null : withoutPort;
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

function trustedList(trustedProxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of trustedProxies) {
    const network = parseNetwork(entry);
    if (network === null) {
      throw new Error(`server.trustedProxies: "${entry}" is no address or network.`);
    }
    list.addSubnet(network.address, network.prefixBits, network.family);
  }
  return list;
}

/** The peer of a connection does not change. */
function onceEachSocket(addressOf: (socket: Socket) => string) {
  const known = new WeakMap<Socket, string>();
  return ({ socket }: IncomingMessage): string => {
    const found = known.get(socket);
    if (found !== undefined) return found;
    const address = addressOf(socket);
    known.set(socket, address);
    return address;
  };
}

/**
 * The client's address: the socket's, or behind trusted proxies the last entry of X-Forwarded-For
 * that is not a trusted proxy itself.
 * @throws Error if an entry of `trustedProxies` is not an address or network.
 */
export function clientAddress(trustedProxies: readonly string[]) {
  const trusted = trustedList(trustedProxies);
  const isTrusted = (address: string) => trusted.check(address, familyOf(address));
  const ofSocket = ({ remoteAddress = '' }: Socket) => plainAddress(remoteAddress) ?? 'unknown';
  if (trustedProxies.length === 0) return onceEachSocket((socket) => networkOf(ofSocket(socket)));
  const addressOf = onceEachSocket(ofSocket);
  return (request: IncomingMessage): string => {
    let address = addressOf(request);
    const header = request.headers['x-forwarded-for'];
    const hops = header === undefined ? [] : String(header).split(',').reverse();
    for (const hop of hops) {
      if (isIP(address) === 0 || !isTrusted(address)) break;
      const next = plainAddress(hop);
      if (next === null) break;
      address = next;
    }
    return networkOf(address);
  };
}

/**
 * The scheme that the client used: the socket's, or what a trusted proxy says in X-Forwarded-Proto.
 * @throws Error if an entry of `trustedProxies` is not an address or network.
 */
export function clientScheme(trustedProxies: readonly string[]) {
  const trusted = trustedList(trustedProxies);
  return ({ socket, headers }: IncomingMessage): 'http' | 'https' => {
    const address = plainAddress(socket.remoteAddress ?? '');
    const isTrusted = address !== null && trusted.check(address, familyOf(address));
    const forwarded = isTrusted ? String(headers['x-forwarded-proto'] ?? '') : '';
    const nearest = forwarded.split(',').at(-1)?.trim().toLowerCase();
    if (nearest === 'https' || nearest === 'http') return nearest;
    return 'encrypted' in socket && socket.encrypted ? 'https' : 'http';
  };
}
