import { isIP } from 'node:net';

/** An IPv4 address as an IPv6 one. */
export const mappedAddress = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

const groupsOfNetwork = 4;

/**
 * The key for rate limits: an IPv4 address, or the /64 network of an IPv6 one, because a subscriber
 * has a whole /64.
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...new Array<string>(missing).fill('0'), ...back];
  const network = groups.slice(0, groupsOfNetwork).map((group) => Number.parseInt(group, 16));
  return `${network.map((group) => group.toString(16)).join(':')}::/64`;
}

/**
 * The key for rate limits of the visitor that a storefront names in `X-Buyer-IP`.
 * @returns null unless the text is one IP address.
 */
export function buyerNetworkOf(text: string): string | null {
  const address = mappedAddress.exec(text)?.[1] ?? text;
  return isIP(address) === 0 || address.includes('%') ? null : networkOf(address);
}
