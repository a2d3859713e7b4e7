import { type LookupAddress, type LookupAllOptions, lookup, promises } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { resolvesWithin } from '../process/child';

/** All of IPv6 that is given out to the internet. */
const globalPrefix = ipaddr.IPv6.parse('2000::');
const globalPrefixBits = 3;
/** Carries an IPv4 address inside, and is routed as that. */
const nat64Prefix = ipaddr.IPv6.parse('64:ff9b::');
const nat64PrefixBits = 96;

/** Azure's host answers its machines here (metadata, DNS), and it is no private range. */
const azureHost = '168.63.129.16';

/**
 * Whether an address is somebody else's on the internet: neither this machine, nor its network,
 * nor anything that is routed to one of them (mapped, translated or tunnelled IPv4, carrier NAT,
 * link-local with the metadata of clouds, multicast, reserved).
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

/** An address that a name led to and that may not be spoken with. */
export class TargetRefusedError extends Error {
  override readonly name = 'TargetRefusedError';
}

/**
 * A lookup for connections: every address that a name has must be public, at the moment at which
 * it is connected to; a name that was harmless when it was looked at may not be any more.
 */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  const all: LookupAllOptions = { ...options, family: options.family as 0 | 4 | 6, all: true };
  lookup(hostname, all, (error, addresses: LookupAddress[]) => {
    if (error) return done(error, '', 0);
    const [first] = addresses;
    const refused = addresses.find(({ address }) => !isPublicAddress(address));
    if (!first || refused) {
      return done(new TargetRefusedError(`${hostname} leads to a private address.`), '', 0);
    }
    if (options.all) return done(null, addresses);
    done(null, first.address, first.family);
  });
};

/** Names that never leave this machine or its network, whatever a resolver says of them. */
const privateNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/;
const lookupDeadlineMs = 2_000;

/** As it stands in a URL, IPv6 in brackets and a closing dot included. */
function bareHost(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

/** Whether the host is an address, or always a name, of this machine or its network. */
export function isPrivateHost(hostname: string): boolean {
  const host = bareHost(hostname);
  return isIP(host) > 0 ? !isPublicAddress(host) : !host.includes('.') || privateNames.test(host);
}

/**
 * Whether the host leads to this machine or its network now, as far as can be told within 2 s: a
 * name that nobody knows yet may still become one that is public.
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
