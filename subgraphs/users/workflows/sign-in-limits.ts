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

/** Counters in memory, about 8 MB. Each failed sign-in uses up to six. */
const signInCountersMax = 40_000;

/** Who tries the password of an account, by its e-mail address. */
export interface SignInClaimant extends Claimant {
  readonly account: string;
}

/**
 * Failed sign-ins: a minute by each network of the client and by the STOREFRONT key that names it,
 * against trying many accounts; the same with the e-mail address, against trying many passwords.
 * Failures of an account from anywhere delay the next attempt, ever longer. A known device is
 * exempt from all of it until it has failed too often itself, so nobody can lock its owner out. The
 * system has no network address and is not counted.
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

const deviceKey = (device: string): string => `sign-in-failures-device:${device}`;

export function createSignInLimits(options: SignInLimitsOptions): SignInLimits {
  const { redis, failuresPerMinute, devices, logger } = options;
  const where = { redis, keyPrefix: '', countersMax: signInCountersMax };
  const counters = createRateCounters({ ...where, logger });
  const limit = createFailureLimit(counters, failuresPerMinute);
  const delay = createAttemptDelay(counters, failuresPerMinute);
  const delayKey = (email: string) => `sign-in:${hashOf(email)}`;
  const isCounted = ({ address }: Claimant): boolean => address !== null;
  const isTrusted = async (device: string): Promise<boolean> => {
    const [failures] = await counters.add([{ key: deviceKey(device), points: 0 }]);
    return (failures?.used ?? 0) < failuresPerMinute();
  };
  const countOfDevice = async ({ device }: Claimant): Promise<void> => {
    if (device === undefined) return;
    await counters.add([{ key: deviceKey(device), points: 1, windowMs: msPerHour }]);
  };

  return {
    async claimantOf(viewer, email, signedIn) {
      const claimant = { ...claimantOf(viewer), account: email };
      const token = deviceTokenOf(viewer) ?? '';
      const device = signedIn === undefined ? devices.deviceOf(token, email) : `User:${signedIn}`;
      const isKnown = device !== null && (await isTrusted(device));
      return isKnown ? { ...claimant, device } : claimant;
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
      const { device } = claimant;
      // It may have failed while it waited.
      if (device !== undefined && (await isTrusted(device))) return;
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
