import { networksOf } from './network-levels';

/**
 * The account and address that work is for; null where it counts for none (system, unknown
 * account).
 */
export interface Claimant {
  /** The network address as rate limits count it. */
  readonly address: string | null;
  readonly account: string | null;
  /** The STOREFRONT key that names the address. */
  readonly storefrontKey?: string;
  /** Set if the account was signed in on this device before: the device, or the account itself. */
  readonly device?: string;
}

/** Something that a claimant is counted by. */
export interface Party {
  readonly kind: 'account' | 'address' | 'network' | 'storefront';
  readonly key: string;
  /** What it may use, in units of one address. */
  readonly share: number;
}

/**
 * What a STOREFRONT key may use, in units of one address. It names the addresses of its visitors,
 * which nobody can check, so it is also counted as a whole: as two /24s.
 */
export const storefrontShare = 16;

/** The network parties of a claimant: each network level, and the key that names the address. */
export function networkPartiesOf({ address, storefrontKey }: Claimant): readonly Party[] {
  const networks = address === null ? [] : networksOf(address);
  const parties = networks.map(
    ({ key, level, share }): Party => ({
      kind: level === 'address' ? 'address' : 'network',
      key,
      share,
    }),
  );
  if (storefrontKey === undefined) return parties;
  return [...parties, { kind: 'storefront', key: storefrontKey, share: storefrontShare }];
}

/** All parties of a claimant. Nobody else can use up what an account has on its known devices. */
export function partiesOf(claimant: Claimant): readonly Party[] {
  const { account, device } = claimant;
  const networks = networkPartiesOf(claimant);
  if (account === null) return networks;
  const key = `${device === undefined ? 'account' : 'known account'} ${account}`;
  return [{ kind: 'account', key, share: 1 }, ...networks];
}
