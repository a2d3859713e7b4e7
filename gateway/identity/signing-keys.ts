import type { KeyObject } from 'node:crypto';
import type { Logger } from 'pino';
import { publicKeyOf } from '../../platform/auth/signing-key';
import { systemScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { outageLog } from '../../platform/telemetry/outage-log';
import { gatewayError } from '../errors';
import { signingKeysDeadlineMs, signingKeysMaxAgeMs, signingKeysPauseMs } from './limits';
import { askAgainIfLate } from './session-state';

const query = '{ signingKeys { kid publicJwk } }';

interface Answer {
  readonly signingKeys: readonly { readonly kid: string; readonly publicJwk: string }[];
}

interface KnownKey {
  readonly key: KeyObject;
  readonly jwk: unknown;
}

export interface SigningKeys {
  find(kid: string): KeyObject | null;
  /**
   * Reads the keys from users, unless that happened a moment ago.
   * @returns whether it read them.
   * @throws SERVICE_UNAVAILABLE if users is unavailable, or was a moment ago.
   */
  refresh(): Promise<boolean>;
  /** The JSON Web Key Set of all keys whose tokens may still be valid. */
  keySet(): Promise<{ readonly keys: readonly unknown[] }>;
}

/** @param onWithdrawn called when a known key was withdrawn. */
export function signingKeys(
  users: ServiceCall,
  logger: Logger,
  onWithdrawn: () => void,
): SigningKeys {
  let known = new Map<string, KnownKey>();
  let loadedAtMs = Number.NEGATIVE_INFINITY;
  /** False after a failure: an unknown key may be one that users has published since. */
  let isComplete = false;
  let pending: Promise<void> | null = null;

  // Every request needs the keys while they are not known.
  const reportFailure = outageLog((error: unknown) =>
    logger.error({ err: error }, 'reading signing keys failed'),
  );

  const load = async (): Promise<void> => {
    loadedAtMs = performance.now();
    isComplete = false;
    const scope = systemScope('signing-keys', signingKeysDeadlineMs);
    const answer = await users<Answer>(query, {}, scope);
    const fresh = new Map<string, KnownKey>();
    for (const { kid, publicJwk } of answer.signingKeys) {
      fresh.set(kid, { key: publicKeyOf(publicJwk), jwk: JSON.parse(publicJwk) });
    }
    const withdrawn = [...known.keys()].some((kid) => !fresh.has(kid));
    known = fresh;
    isComplete = true;
    if (withdrawn) onWithdrawn();
  };

  /** Concurrent requests share one query. */
  const loadOnce = (): Promise<void> => {
    pending ??= askAgainIfLate(load).finally(() => {
      pending = null;
    });
    return pending;
  };

  const unavailable = () =>
    gatewayError('SERVICE_UNAVAILABLE', 'Sign-ins cannot be checked at the moment.');

  const loadForRequest = async (): Promise<void> => {
    try {
      await loadOnce();
    } catch (error) {
      reportFailure(error);
      throw unavailable();
    }
  };

  return {
    find: (kid) => {
      if (performance.now() - loadedAtMs > signingKeysMaxAgeMs) {
        loadOnce().catch((error: unknown) => {
          logger.warn({ err: error }, 'refreshing signing keys failed');
        });
      }
      return known.get(kid)?.key ?? null;
    },
    refresh: async () => {
      const isRecent = performance.now() - loadedAtMs < signingKeysPauseMs;
      if (isRecent && pending === null && known.size > 0) {
        if (isComplete) return false;
        throw unavailable();
      }
      await loadForRequest();
      return true;
    },
    keySet: async () => {
      const isStale = performance.now() - loadedAtMs > signingKeysPauseMs;
      if (isStale || known.size === 0) await loadForRequest();
      return { keys: [...known.values()].map(({ jwk }) => jwk) };
    },
  };
}
