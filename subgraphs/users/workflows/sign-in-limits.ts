import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { DeviceTokens } from '../../../platform/auth/device-token';
import { createAttemptDelay } from '../../../platform/graphql/attempt-delay';
import { type CountedKey, createFailureLimit } from '../../../platform/graphql/failure-limit';
import { createRateCounters } from '../../../platform/redis/rate-counters';
import type { Redis } from '../../../platform/redis/redis';
import { type Claimant, networkPartiesOf } from '../../../platform/requests/claimant';
import { claimantOf, deviceTokenOf, type Viewer } from '../../../platform/requests/viewer';
import { msPerHour } from '../../../platform/values/time';

/** Counters in memory, about 8 MB. Each failed sign-in uses up to eight. */
const signInCountersMax = 40_000;

/**
 * What all known devices of an account may fail together, in units of one: each sign-in makes another
 * device, so somebody who once had the password may have any number of them.
 */
const knownDevicesShare = 3;

/** Who tries the password of an account, by its e-mail address. */
export interface SignInClaimant extends Claimant {
  readonly account: string;
}

/**
 * Failed sign-ins: a minute by each network of the client and by the STOREFRONT key that names it,
 * against trying many accounts; the same with the e-mail address, against trying many passwords.
 * Failures of an account from anywhere delay the next attempt, ever longer. A known device is
 * exempt from all of it until it has failed too often, alone or with the others of its account, so no
 * stranger can lock its owner out. The system has no network address and is not counted.
 */
export interface SignInLimits {
  /**
   * Looks up whether the device of the viewer may still count as known.
   * @param signedIn the account, where it confirms its own password: it needs no token.
   */
  claimantOf(viewer: Viewer, email: string, signedIn?: string): Promise<SignInClaimant>;
  /** @throws RATE_LIMITED with `retryAfterSeconds`. */
  check(claimant: SignInClaimant): Promise<void>;
  /** Begins an attempt. @throws RATE_LIMITED as `check`. */
  begin(claimant: SignInClaimant): Promise<void>;
  countFailure(claimant: SignInClaimant): Promise<void>;
  /** The same as `check` for somebody who knew the password: no delay of the account. */
  checkCode(claimant: SignInClaimant): Promise<void>;
  countWrongCode(claimant: SignInClaimant): Promise<void>;
}

export interface SignInLimitsOptions {
  /** Shares the counters between processes; without it they are in memory. */
  readonly redis: Redis | null;
  /** The limit of one address. Read each time, because it may change at runtime. */
  readonly failuresPerMinute: () => number;
  readonly devices: DeviceTokens;
  readonly logger: Logger;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const withEmail = (place: string, email: string): CountedKey => ({
  key: `sign-in-failures-email:${hashOf(`${place} ${email}`)}`,
  share: 1,
});

function keysOf(claimant: SignInClaimant): readonly CountedKey[] {
  const { account, address, storefrontKey } = claimant;
  const networks = networkPartiesOf(claimant).map(({ key, share }) => ({
    key: `sign-in-failures:${key}`,
    share,
  }));
  const places = [address, storefrontKey].filter((place) => typeof place === 'string');
  return [...networks, ...places.map((place) => withEmail(place, account))];
}

type KnownDevice = Required<Pick<SignInClaimant, 'account' | 'device'>>;

/** An account that is signed in counts as one device, which has no token. */
const signedInPrefix = 'User:';

function deviceKeysOf({ account, device }: KnownDevice): readonly CountedKey[] {
  const own = { key: `sign-in-failures-device:${device}`, share: 1 };
  if (device.startsWith(signedInPrefix)) return [own];
  const all = `sign-in-failures-devices:${hashOf(account)}`;
  return [own, { key: all, share: knownDevicesShare }];
}

export function createSignInLimits(options: SignInLimitsOptions): SignInLimits {
  const { redis, failuresPerMinute, devices, logger } = options;
  const where = { redis, keyPrefix: '', countersMax: signInCountersMax };
  const counters = createRateCounters({ ...where, logger });
  const limit = createFailureLimit(counters, failuresPerMinute);
  const delay = createAttemptDelay(counters, failuresPerMinute);
  const delayKey = (email: string) => `sign-in:${hashOf(email)}`;
  const isCounted = ({ address }: Claimant): boolean => address !== null;
  const addToDevice = (keys: readonly CountedKey[], points: number) =>
    counters.add(keys.map(({ key }) => ({ key, points, windowMs: msPerHour })));
  const isTrusted = async (known: KnownDevice): Promise<boolean> => {
    const keys = deviceKeysOf(known);
    const counts = await addToDevice(keys, 0);
    return keys.every(
      ({ share }, place) => (counts[place]?.used ?? 0) < share * failuresPerMinute(),
    );
  };
  const countOfDevice = async ({ account, device }: SignInClaimant): Promise<void> => {
    if (device !== undefined) await addToDevice(deviceKeysOf({ account, device }), 1);
  };

  return {
    async claimantOf(viewer, email, signedIn) {
      const claimant = { ...claimantOf(viewer), account: email };
      const token = deviceTokenOf(viewer) ?? '';
      const device =
        signedIn === undefined ? devices.deviceOf(token, email) : signedInPrefix + signedIn;
      if (device === null) return claimant;
      const known = { ...claimant, device };
      return (await isTrusted(known)) ? known : claimant;
    },
    async check(claimant) {
      if (!isCounted(claimant) || claimant.device !== undefined) return;
      await Promise.all([
        limit.demandFewer(keysOf(claimant)),
        delay.demandNone(delayKey(claimant.account)),
      ]);
    },
    async begin(claimant) {
      if (!isCounted(claimant)) return;
      const { account, device } = claimant;
      // It may have failed while it waited.
      if (device !== undefined && (await isTrusted({ account, device }))) return;
      await limit.demandFewer(keysOf(claimant));
      await delay.begin(delayKey(claimant.account));
    },
    async countFailure(claimant) {
      if (!isCounted(claimant)) return;
      const { account, device } = claimant;
      await Promise.all([
        limit.count(keysOf(claimant)),
        device === undefined ? delay.countFailure(delayKey(account)) : countOfDevice(claimant),
      ]);
    },
    async checkCode(claimant) {
      if (!isCounted(claimant) || claimant.device !== undefined) return;
      await limit.demandFewer(keysOf(claimant));
    },
    async countWrongCode(claimant) {
      if (!isCounted(claimant)) return;
      await Promise.all([limit.count(keysOf(claimant)), countOfDevice(claimant)]);
    },
  };
}
