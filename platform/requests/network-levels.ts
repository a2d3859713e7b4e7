/** The networks that contain the address of a client. An IPv6 address counts as its /64. */
export type NetworkLevel = 'address' | '/56' | '/48' | '/24';

/**
 * What a network may use, in units of one address. A line has a /56, a company or a server a /48,
 * and a /24 is the smallest network that is routed, so nobody gets another share by changing the
 * end of an address. A school or a carrier behind one network gets eight times an address.
 */
export const networkShares: Readonly<Record<NetworkLevel, number>> = {
  address: 1,
  '/56': 4,
  '/48': 8,
  '/24': 8,
};

export interface CountedNetwork {
  readonly level: NetworkLevel;
  /** The network as text; unique among all levels. */
  readonly key: string;
  readonly share: number;
}

const ipv4 = /^(\d+\.\d+\.\d+)\.\d+$/;
const ipv6 = /^([\da-f]+:[\da-f]+:[\da-f]+):([\da-f]+)::\/64$/;
/** The first 56 bits end after the upper half of the fourth group. */
const upperHalf = 0xff_00;

const counted = (level: NetworkLevel, key: string): CountedNetwork => ({
  level,
  key,
  share: networkShares[level],
});

/**
 * The networks by which an address is counted, the smallest first.
 * @param address as the gateway counts it: an IPv4 address or the /64 of an IPv6 one.
 */
export function networksOf(address: string): readonly CountedNetwork[] {
  const own = counted('address', address);
  const [, prefix24] = ipv4.exec(address) ?? [];
  if (prefix24 !== undefined) return [own, counted('/24', `${prefix24}.0/24`)];
  const [, prefix48, fourth] = ipv6.exec(address) ?? [];
  if (prefix48 === undefined || fourth === undefined) return [own];
  const group = (Number.parseInt(fourth, 16) & upperHalf).toString(16);
  return [own, counted('/56', `${prefix48}:${group}::/56`), counted('/48', `${prefix48}::/48`)];
}
