import { LRUCache } from 'lru-cache';
import type { Viewer } from '../../platform/auth/viewer';
import type { Count } from '../../platform/redis/counters-in-memory';
import { assertNever } from '../../platform/values/assert-never';
import type { Charge, RateCount } from '../http/exchange';
import { accountKeyOf, viewerKeyOf } from '../identity/viewer-keys';
import {
  apiKeysOfOwnerPerMinute,
  exhaustedCountersMax,
  type GatewayLimits,
  rateWindowSeconds,
} from '../limits';
import type { RateCounters } from '../rate-counters';

/** What every request takes at least. */
export const oneRequest: Charge = { fields: 1, signIns: 0, refreshes: 0, cost: 1 };
export const oneSignIn: Charge = { fields: 0, signIns: 1, refreshes: 0, cost: 1 };
export const oneRefresh: Charge = { fields: 0, signIns: 0, refreshes: 1, cost: 1 };
/** Let through as one of the two, and none of them. */
export const mistakenSignIn: Charge = { fields: 0, signIns: 1, refreshes: 1, cost: 1 };

export interface RateLimit {
  /** Counts in all counters concerned, in one round trip; what is refused counts too. */
  count(viewer: Viewer, charge: Charge): Promise<RateCount>;
  /** Adds points to the counters of cost that `charge` was counted in. It never rejects. */
  addCost(viewer: Viewer, charge: Charge, points: number): Promise<void>;
  /**
   * Looks without counting, and without a round trip.
   * @returns the refusal when a counter is known to be used up, else null.
   */
  peek(viewer: Viewer, charge: Charge): RateCount | null;
}

/** One limit that a request falls under, and what it takes from it. */
interface Quota {
  /** Its name in the headers. */
  readonly policy: string;
  readonly key: string;
  readonly perMinute: number;
  readonly points: number;
}

type QuotaPolicy = Pick<Quota, 'policy' | 'key' | 'perMinute'>;

function limitsOfViewer(viewer: Viewer, limits: GatewayLimits): readonly QuotaPolicy[] {
  const limited = (perMinute: number): QuotaPolicy => ({
    policy: 'default',
    key: viewerKeyOf(viewer),
    perMinute,
  });
  switch (viewer.kind) {
    case 'anonymous':
      return [limited(limits.anonymousPerMinute)];
    case 'user':
      return [limited(limits.userPerMinute)];
    case 'apiKey': {
      const key = `keys-of:${accountKeyOf(viewer)}`;
      const ofOwner = { policy: 'owner', key, perMinute: apiKeysOfOwnerPerMinute };
      return [limited(viewer.quotaPerMinute ?? limits.apiKeyPerMinute), ofOwner];
    }
    case 'system':
      return [];
    default:
      return assertNever(viewer);
  }
}

/** Limits on root fields that a request falls under. */
function fieldQuotasOf(viewer: Viewer, charge: Charge, limits: GatewayLimits): readonly Quota[] {
  const quotas: Quota[] = [];
  const { fields, signIns, refreshes } = charge;
  if (viewer.kind !== 'system') {
    const { address } = viewer;
    const { signInsPerMinute, refreshesPerMinute } = limits;
    const apart = (policy: string, perMinute: number) => ({
      ...{ policy, perMinute, key: `${policy}:${address}` },
    });
    if (signIns > 0) quotas.push({ ...apart('login', signInsPerMinute), points: signIns });
    if (refreshes > 0) quotas.push({ ...apart('refresh', refreshesPerMinute), points: refreshes });
  }
  // Sign-ins alone leave the viewer's own counters as they are.
  if (quotas.length > 0 && fields === 0) return quotas;
  const points = Math.max(1, fields);
  return [...quotas, ...limitsOfViewer(viewer, limits).map((limited) => ({ ...limited, points }))];
}

/** The limit on cost beside one on root fields: so many points for each allowed field. */
const costQuotaOf = (
  { policy, key, perMinute }: Quota,
  points: number,
  { costPerField }: GatewayLimits,
): Quota => ({
  policy: `${policy}-cost`,
  key: `${key}:cost`,
  perMinute: perMinute * costPerField,
  points,
});

function quotasOf(viewer: Viewer, charge: Charge, limits: GatewayLimits): readonly Quota[] {
  const points = Math.max(1, charge.cost);
  return fieldQuotasOf(viewer, charge, limits).flatMap((quota) => [
    quota,
    costQuotaOf(quota, points, limits),
  ]);
}

interface CounterState {
  readonly quota: Quota;
  readonly used: number;
  readonly resetSeconds: number;
}

const shareLeft = ({ quota, used }: CounterState): number =>
  Math.max(0, 1 - used / quota.perMinute);

/** Both families of headers: the customary ones, and draft-ietf-httpapi-ratelimit-headers-10. */
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

/** The one with the least left of its limit; of two with nothing left, the one that lasts longer. */
function tightest(states: readonly CounterState[]): CounterState | null {
  return states.reduce<CounterState | null>((found, next) => {
    if (found === null) return next;
    const less = shareLeft(next) - shareLeft(found);
    return less < 0 || (less === 0 && next.resetSeconds > found.resetSeconds) ? next : found;
  }, null);
}

const unlimited: RateCount = { allowed: true, retryAfterSeconds: 0, headers: {} };

const secondsOf = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));

/** Requests and points a minute, for each viewer. */
export function rateLimit(counters: RateCounters, limits: GatewayLimits): RateLimit {
  // Counters that are used up stay so until their window ends, whichever process counted them.
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
    // The limit may have been raised since.
    if (msLeft <= 0 || known.used < quota.perMinute) return [];
    return [{ quota, used: known.used, resetSeconds: secondsOf(msLeft) }];
  };

  return {
    count: async (viewer, charge) => {
      const quotas = quotasOf(viewer, charge, limits);
      const counts = quotas.length === 0 ? [] : await counters.add(quotas);
      const states = quotas.map((quota, place): CounterState => {
        const count = counts[place] as Count;
        remember(quota, count);
        return { quota, used: count.used, resetSeconds: secondsOf(count.msLeft) };
      });
      const refused = tightest(states.filter(({ quota, used }) => used > quota.perMinute));
      const described = refused ?? tightest(states);
      if (described === null) return unlimited;
      const { resetSeconds: retryAfterSeconds } = described;
      return { allowed: refused === null, retryAfterSeconds, headers: headersOf(described) };
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
      const known = tightest(quotasOf(viewer, charge, limits).flatMap(knownStateOf));
      if (known === null) return null;
      const { resetSeconds: retryAfterSeconds } = known;
      return { allowed: false, retryAfterSeconds, headers: headersOf(known) };
    },
  };
}
