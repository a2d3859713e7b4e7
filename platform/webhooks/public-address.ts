import { type LookupAddress, type LookupAllOptions, lookup, promises } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { resolvesWithin } from '../process/child';

/** The IPv6 range for global unicast. */
const globalPrefix = ipaddr.IPv6.parse('2000::');
const globalPrefixBits = 3;
/** Contains an IPv4 address and is routed to it. */
const nat64Prefix = ipaddr.IPv6.parse('64:ff9b::');
const nat64PrefixBits = 96;

/** Azure's metadata and DNS service, outside the private ranges. */
const azureHost = '168.63.129.16';

/**
 * Whether an address is public: neither this machine or its network, nor routed to one of them
 * (mapped, translated or tunnelled IPv4, carrier NAT, link-local with cloud metadata, multicast,
 * reserved).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (!(parsed instanceof ipaddr.IPv6)) {
    return parsed.range() === 'unicast' && parsed.toString() !== azureHost;
  }
  if (parsed.range() === 'unicast') return parsed.match(globalPrefix, globalPrefixBits);
  if (!parsed.match(nat64Prefix, nat64PrefixBits)) return false;
  const [a = 0, b = 0] = parsed.parts.slice(-2);
  return isPublicAddress([a >> 8, a & 255, b >> 8, b & 255].join('.'));
}

/** A name resolved to an address that must not be contacted. */
export class TargetRefusedError extends Error {
  override readonly name = 'TargetRefusedError';
}

/**
 * A DNS lookup for connections: all addresses of the name must be public at connect time, because
 * they may have changed since an earlier check (DNS rebinding).
 */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  const all: LookupAllOptions = { ...options, family: options.family as 0 | 4 | 6, all: true };
  lookup(hostname, all, (error, addresses: LookupAddress[]) => {
    if (error) return done(error, '', 0);
    const [first] = addresses;
    const refused = addresses.find(({ address }) => !isPublicAddress(address));
    if (!first || refused) {
      return done(new TargetRefusedError(`${hostname} resolves to a private address.`), '', 0);
    }
    if (options.all) return done(null, addresses);
    done(null, first.address, first.family);
  });
};

/** Names that always mean this machine or its network, whatever DNS says. */
const privateNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/;
const lookupDeadlineMs = 2_000;

/** A host as written in a URL, possibly with IPv6 brackets and a trailing dot. */
function bareHost(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

/** Whether the host is an address or a fixed name of this machine or its network. */
export function isPrivateHost(hostname: string): boolean {
  const host = bareHost(hostname);
  return isIP(host) > 0 ? !isPublicAddress(host) : !host.includes('.') || privateNames.test(host);
}

/**
 * Whether the host currently resolves to this machine or its network, as far as can be found out
 * within 2 s. An unknown name may still become a public one.
 */
export async function resolvesToPrivate(hostname: string): Promise<boolean> {
  if (isPrivateHost(hostname)) return true;
  const host = bareHost(hostname);
  if (isIP(host) > 0) return false;
  let found: LookupAddress[] = [];
  const looking = promises.lookup(host, { all: true }).then(
    (addresses) => {
      found = addresses;
    },
    () => undefined,
  );
  await resolvesWithin(looking, lookupDeadlineMs);
  return found.some(({ address }) => !isPublicAddress(address));
}
