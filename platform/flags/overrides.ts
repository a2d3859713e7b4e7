import type { Provider, ResolutionDetails } from '@openfeature/server-sdk';
import type { Logger } from '../telemetry/logger';
import type { FlagSource } from './flag-source';

/** The flags that somebody has switched for everybody, by name. */
export type Overrides = ReadonlyMap<string, boolean>;

/**
 * The maximum age of known overrides: a second less than a switched flag may take. They are refreshed
 * in the background from `refreshMs` on; each process that takes part in an order reads them.
 */
const ageMsMax = 4_000;
const refreshMs = 2_500;
/** The time after a failure in which evaluations use what is known, without another attempt. */
const retryMs = 2_000;

/** Switched flags as this process knows them, read when flags are evaluated: an idle process reads nothing. */
export interface KnownOverrides {
  /** The overrides, at most four seconds old, unless they cannot be read. Never rejects. */
  current(): Promise<Overrides>;
  /** Reads them now. @throws what the reading threw. */
  refresh(): Promise<Overrides>;
}

/** @param read must settle within a deadline of its own. */
export function knownOverrides(read: () => Promise<Overrides>, logger: Logger): KnownOverrides {
  let known: Overrides = new Map();
  let knownAtMs = Number.NEGATIVE_INFINITY;
  let retryAtMs = Number.NEGATIVE_INFINITY;
  let pending: Promise<Overrides> | null = null;

  const load = async (): Promise<Overrides> => {
    const beganAtMs = performance.now();
    try {
      known = await read();
    } catch (error) {
      retryAtMs = performance.now() + retryMs;
      logger.warn({ err: error }, 'switched feature flags unavailable, keeping the known ones');
      throw error;
    }
    knownAtMs = beganAtMs;
    return known;
  };

  /** Evaluations at the same time share one reading. */
  const loadOnce = (): Promise<Overrides> => {
    pending ??= load().finally(() => {
      pending = null;
    });
    return pending;
  };

  return {
    current: async () => {
      const nowMs = performance.now();
      const ageMs = nowMs - knownAtMs;
      if (ageMs < refreshMs || nowMs < retryAtMs) return known;
      const loading = loadOnce().catch(() => known);
      return ageMs < ageMsMax ? known : loading;
    },
    // A reading that has begun may have missed the change of the caller.
    refresh: async () => {
      await pending?.catch(() => undefined);
      return loadOnce();
    },
  };
}

/** The variants have flagd's usual names. */
const resolutionOf = (value: boolean): ResolutionDetails<boolean> => ({
  value,
  variant: value ? 'on' : 'off',
  reason: 'STATIC',
});

/** A source in which a switched flag has its value for everybody, and others are as `source` has them. */
export function overriddenSource(source: FlagSource, overrides: KnownOverrides): FlagSource {
  const { provider } = source;
  const overridden: Provider = {
    metadata: provider.metadata,
    runsOn: 'server',
    events: provider.events,
    resolveBooleanEvaluation: async (flag, defaultValue, context, logger) => {
      const value = (await overrides.current()).get(flag);
      if (value !== undefined) return resolutionOf(value);
      return provider.resolveBooleanEvaluation(flag, defaultValue, context, logger);
    },
    resolveStringEvaluation: (...args) => provider.resolveStringEvaluation(...args),
    resolveNumberEvaluation: (...args) => provider.resolveNumberEvaluation(...args),
    resolveObjectEvaluation: (...args) => provider.resolveObjectEvaluation(...args),
  };
  return { ...source, provider: overridden };
}
