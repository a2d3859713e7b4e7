import { isIP } from 'node:net';

/** A network, or one address as a network of its whole length. */
export interface Network {
  readonly address: string;
  readonly prefixBits: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** Reads an address such as `10.0.0.1`, or a network such as `10.0.0.0/8`; null for other text. */
export function parseNetwork(text: string): Network | null {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return null;
  const addressBits = version === 6 ? 128 : 32;
  const prefixBits = prefix === undefined ? addressBits : Number(prefix);
  if (prefix !== undefined && !/^\d+$/.test(prefix)) return null;
  if (prefixBits > addressBits) return null;
  return { address, prefixBits, family: version === 6 ? 'ipv6' : 'ipv4' };
}

const widestPrefixBits = 8;
/** Registries assign networks of this length; a wider one belongs to many owners. */
const widestPrefixBitsIpv6 = 16;
/** IPv4 addresses written as IPv6: `::ffff:10.0.0.1`. */
const mapped = '[::ffff:';
const mappedPrefixBits = 96;
/** Unique local addresses (RFC 4193): nobody has them on the Internet. */
const uniqueLocal = /^\[f[cd]/;
const uniqueLocalPrefixBits = 7;

/** Whether a network is larger than one organisation has: strangers have addresses in it. */
export function isWideNetwork({ address, prefixBits, family }: Network): boolean {
  if (family === 'ipv4') return prefixBits < widestPrefixBits;
  // A URL has the shortest form of an address, in lower case.
  const shortest = new URL(`http://[${address}]`).hostname;
  if (shortest.startsWith(mapped)) return prefixBits < mappedPrefixBits + widestPrefixBits;
  if (uniqueLocal.test(shortest)) return prefixBits < uniqueLocalPrefixBits;
  return prefixBits < widestPrefixBitsIpv6;
}
