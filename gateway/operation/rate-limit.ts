import { LRUCache } from 'lru-cache';
import type { Count, Increment } from '../../platform/redis/counters-in-memory';
import { type RateCounters, rateWindowSeconds } from '../../platform/redis/rate-counters';
import type { Viewer } from '../../platform/requests/viewer';
import { assertNever } from '../../platform/values/assert-never';
import type { Charge, RateCount } from '../http/exchange';
import { accountKeyOf, viewerKeyOf } from '../identity/viewer-keys';
import { apiKeysOfOwnerPerMinute, exhaustedCountersMax, type RateLimits } from '../limits';

/** The minimum charge of a request. */
export const oneRequest: Charge = { fields: 1, signIns: 0, refreshes: 0, cost: 1 };
export const oneSignIn: Charge = { fields: 0, signIns: 1, refreshes: 0, cost: 1 };
export const oneRefresh: Charge = { fields: 0, signIns: 0, refreshes: 1, cost: 1 };
/** The charge for a request that was let through as one of the two but is neither. */
export const mistakenSignIn: Charge = { fields: 0, signIns: 1, refreshes: 1, cost: 1 };

export interface RateLimit {
  /** Counts in all relevant counters in one round trip; rejected requests count too. */
  count(viewer: Viewer, charge: Charge): Promise<RateCount>;
  /** Adds points to the cost counters that `charge` was counted in. Never rejects. */
  addCost(viewer: Viewer, charge: Charge, points: number): Promise<void>;
  /**
   * Checks without counting and without a round trip.
   * @returns the rejection if a counter is known to be exhausted, else null.
   */
  peek(viewer: Viewer, charge: Charge): RateCount | null;
}

/** A limit that applies to a request, and the points that it takes. */
interface Quota {
  /** Its name in the headers. */
  readonly policy: string;
  readonly key: string;
  /** Its cost is counted with it. */
  readonly group: string;
  readonly perMinute: number;
  readonly points: number;
}

type QuotaPolicy = Pick<Quota, 'policy' | 'key' | 'perMinute'>;

function limitsOfViewer(viewer: Viewer, limits: RateLimits): readonly QuotaPolicy[] {
  const limited = (perMinute: number): QuotaPolicy => ({
    policy: 'default',
    key: viewerKeyOf(viewer),
    perMinute,
  });
  const ofOwner = (userId: string): QuotaPolicy => ({
    policy: 'owner',
    key: `keys-of:user:${userId}`,
    perMinute: apiKeysOfOwnerPerMinute,
  });
  switch (viewer.kind) {
    case 'anonymous': {
      if (viewer.storefront === undefined) return [limited(limits.anonymousPerMinute)];
      const { userId, quotaPerMinute } = viewer.storefront;
      return [limited(quotaPerMinute ?? limits.storefrontKeyPerMinute), ofOwner(userId)];
    }
    case 'user':
      return [limited(limits.userPerMinute)];
    case 'apiKey':
      return [limited(viewer.quotaPerMinute ?? limits.apiKeyPerMinute), ofOwner(viewer.userId)];
    case 'system':
      return [];
    default:
      return assertNever(viewer);
  }
}

const withPoints = ({ policy, key, perMinute }: QuotaPolicy, points: number): Quota => ({
  policy,
  key,
  group: key,
  perMinute,
  points,
});

/** Limits on root fields that apply to a request. */
function fieldQuotasOf(viewer: Viewer, charge: Charge, limits: RateLimits): Quota[] {
  const quotas: Quota[] = [];
  const { fields, signIns, refreshes } = charge;
  if (viewer.kind !== 'system') {
    const { address } = viewer;
    const { signInsPerMinute, refreshesPerMinute } = limits;
    const apart = (policy: string, perMinute: number, count: number): Quota =>
      withPoints({ policy, perMinute, key: `${policy}:${address}` }, count);
    if (signIns > 0) quotas.push(apart('login', signInsPerMinute, signIns));
    if (refreshes > 0) quotas.push(apart('refresh', refreshesPerMinute, refreshes));
  }
  // Sign-ins alone do not use the viewer's own counters.
  if (quotas.length > 0 && fields === 0) return quotas;
  const points = Math.max(1, fields);
  for (const limited of limitsOfViewer(viewer, limits)) quotas.push(withPoints(limited, points));
  return quotas;
}

/** The cost limit that accompanies a limit on root fields. */
const costQuotaOf = (
  { policy, key, perMinute }: Quota,
  points: number,
  { costPerField }: RateLimits,
): Quota => ({
  policy: `${policy}-cost`,
  key: `${key}:cost`,
  group: key,
  perMinute: perMinute * costPerField,
  points,
});

function quotasOf(viewer: Viewer, charge: Charge, limits: RateLimits): readonly Quota[] {
  const points = Math.max(1, charge.cost);
  const quotas: Quota[] = [];
  for (const quota of fieldQuotasOf(viewer, charge, limits)) {
    quotas.push(quota, costQuotaOf(quota, points, limits));
  }
  return quotas;
}

interface CounterState {
  readonly quota: Quota;
  readonly used: number;
  readonly resetSeconds: number;
}

const shareLeft = ({ quota, used }: CounterState): number =>
  Math.max(0, 1 - used / quota.perMinute);

/** The common X-RateLimit headers, and draft-ietf-httpapi-ratelimit-headers-10. */
function headersOf({ quota: { policy, perMinute }, used, resetSeconds }: CounterState) {
  const remaining = Math.max(0, perMinute - used);
  const reset = Math.floor(Date.now() / 1_000) + resetSeconds;
  return {
    'x-ratelimit-limit': String(perMinute),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    ratelimit: `"${policy}";r=${remaining};t=${resetSeconds}`,
    'ratelimit-policy': `"${policy}";q=${perMinute};w=${rateWindowSeconds}`,
  };
}

/** The counter with the smaller share left; of two exhausted ones, the one that resets later. */
function tighter(found: CounterState | null, next: CounterState): CounterState {
  if (found === null) return next;
  const difference = shareLeft(next) - shareLeft(found);
  const isTighter = difference < 0 || (difference === 0 && next.resetSeconds > found.resetSeconds);
  return isTighter ? next : found;
}

const unlimited: RateCount = {
  allowed: true,
  retryAfterSeconds: 0,
  headers: {},
  hasWritten: false,
  knowsWrites: true,
};

/** Notes a write of an account, or looks for one, in the round trip that counts. */
function writeMarkOf(viewer: Viewer, { ownWrites }: Charge): readonly Increment[] {
  const hasAccount = viewer.kind === 'user' || viewer.kind === 'apiKey';
  if (ownWrites === undefined || !hasAccount) return [];
  const group = accountKeyOf(viewer);
  return [{ ...ownWrites, key: `wrote:${group}`, group, slides: true }];
}

/** Never more than the window: the count is of a moment before, and fractions are rounded up. */
const secondsOf = (ms: number): number =>
  Math.min(rateWindowSeconds, Math.max(1, Math.ceil(ms / 1_000)));

/** Limits requests and points per minute for each viewer. */
export function rateLimit(counters: RateCounters, limits: RateLimits): RateLimit {
  // An exhausted counter stays exhausted until its window ends, whichever process counted.
  const exhausted = new LRUCache<string, { readonly used: number; readonly endsAtMs: number }>({
    max: exhaustedCountersMax,
  });

  const remember = ({ key, perMinute }: Quota, { used, msLeft }: Count): void => {
    if (used >= perMinute) exhausted.set(key, { used, endsAtMs: performance.now() + msLeft });
  };

  const knownStateOf = (quota: Quota): CounterState[] => {
    const known = exhausted.get(quota.key);
    if (known === undefined) return [];
    const msLeft = known.endsAtMs - performance.now();
    // The limit may have been raised in the meantime.
    if (msLeft <= 0 || known.used < quota.perMinute) return [];
    return [{ quota, used: known.used, resetSeconds: secondsOf(msLeft) }];
  };

  return {
    count: async (viewer, charge) => {
      const quotas = quotasOf(viewer, charge, limits);
      const mark = writeMarkOf(viewer, charge);
      const counted = mark.length === 0 ? quotas : [...quotas, ...mark];
      const counts = quotas.length === 0 ? [] : await counters.add(counted);
      const hasWritten = mark.length > 0 && (counts.at(-1)?.used ?? 0) > 0;
      const knowsWrites = mark.every(({ windowMs = 0 }) => counters.completeForMs() > windowMs);
      let refused: CounterState | null = null;
      let tightest: CounterState | null = null;
      for (const [place, quota] of quotas.entries()) {
        const count = counts[place] as Count;
        remember(quota, count);
        const state = { quota, used: count.used, resetSeconds: secondsOf(count.msLeft) };
        tightest = tighter(tightest, state);
        if (state.used > quota.perMinute) refused = tighter(refused, state);
      }
      const described = refused ?? tightest;
      if (described === null) return unlimited;
      const { resetSeconds: retryAfterSeconds } = described;
      const headers = headersOf(described);
      const allowed = refused === null;
      return { allowed, retryAfterSeconds, headers, hasWritten, knowsWrites };
    },
    addCost: async (viewer, charge, points) => {
      const quotas = fieldQuotasOf(viewer, charge, limits).map((quota) =>
        costQuotaOf(quota, points, limits),
      );
      if (quotas.length === 0) return;
      const counts = await counters.add(quotas);
      quotas.forEach((quota, place) => {
        remember(quota, counts[place] as Count);
      });
    },
    peek: (viewer, charge) => {
      if (exhausted.size === 0) return null;
      const known = quotasOf(viewer, charge, limits)
        .flatMap(knownStateOf)
        .reduce<CounterState | null>(tighter, null);
      if (known === null) return null;
      const { resetSeconds: retryAfterSeconds } = known;
      const headers = headersOf(known);
      return { ...unlimited, allowed: false, retryAfterSeconds, headers };
    },
  };
}
