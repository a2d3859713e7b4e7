import type { KeyObject } from 'node:crypto';
import type { Logger } from 'pino';
import { publicKeyOf } from '../../platform/auth/signing-key';
import type { RequestScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { gatewayError } from '../errors';
import { signingKeysDeadlineMs, signingKeysMaxAgeMs, signingKeysPauseMs } from '../limits';

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
   * Asks users for its keys, unless that was done a moment ago.
   * @returns whether it asked.
   * @throws SERVICE_UNAVAILABLE when users cannot be asked.
   */
  refresh(): Promise<boolean>;
  /** The JSON Web Key Set of all keys whose tokens may still be valid. */
  keySet(): Promise<{ readonly keys: readonly unknown[] }>;
}

const scopeOfAsking = (): RequestScope => ({
  viewer: { kind: 'system', cause: 'signing-keys' },
  requestId: 'signing-keys',
  signal: AbortSignal.timeout(signingKeysDeadlineMs),
});

/** @param onWithdrawn is called when a key that was known is gone. */
export function signingKeys(
  users: ServiceCall,
  logger: Logger,
  onWithdrawn: () => void,
): SigningKeys {
  let known = new Map<string, KnownKey>();
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;

  const ask = async (): Promise<void> => {
    askedAtMs = performance.now();
    const answer = await users<Answer>(query, {}, scopeOfAsking());
    const fresh = new Map<string, KnownKey>();
    for (const { kid, publicJwk } of answer.signingKeys) {
      fresh.set(kid, { key: publicKeyOf(publicJwk), jwk: JSON.parse(publicJwk) });
    }
    const withdrawn = [...known.keys()].some((kid) => !fresh.has(kid));
    known = fresh;
    if (withdrawn) onWithdrawn();
  };

  /** Requests that come while one is under way wait for that one. */
  const askOnce = (): Promise<void> => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };

  const askForRequest = async (): Promise<void> => {
    try {
      await askOnce();
    } catch (error) {
      logger.error({ err: error }, 'the signing keys cannot be read');
      throw gatewayError('SERVICE_UNAVAILABLE', 'Sign-ins cannot be checked at the moment.');
    }
  };

  return {
    find: (kid) => {
      if (performance.now() - askedAtMs > signingKeysMaxAgeMs) {
        askOnce().catch((error: unknown) => {
          logger.warn({ err: error }, 'the signing keys could not be read afresh');
        });
      }
      return known.get(kid)?.key ?? null;
    },
    refresh: async () => {
      const justAsked = performance.now() - askedAtMs < signingKeysPauseMs;
      if (justAsked && asking === null && known.size > 0) return false;
      await askForRequest();
      return true;
    },
    keySet: async () => {
      const aged = performance.now() - askedAtMs > signingKeysPauseMs;
      if (aged || known.size === 0) await askForRequest();
      return { keys: [...known.values()].map(({ jwk }) => jwk) };
    },
  };
}
