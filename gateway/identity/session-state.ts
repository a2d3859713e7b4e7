import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { AccessToken } from '../../platform/auth/access-token';
import type { RequestScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { gatewayError } from '../errors';
import {
  credentialsAgeMaxMs,
  credentialsDeadlineMs,
  credentialsRefreshMs,
  endedAccountsMax,
  endedTokensKeptMs,
} from '../limits';

const query = `query ($since: DateTime, $afterUserId: ID) {
  endedTokens(since: $since, afterUserId: $afterUserId) {
    ends { userId belowGeneration endedAt } more asOf
  }
}`;

interface End {
  readonly userId: string;
  readonly belowGeneration: number;
  readonly endedAt: string;
}

/** Without what need not be kept of an end. */
interface EndedTokens {
  readonly belowGeneration: number;
  readonly endedAtMs: number;
}

interface Answer {
  readonly endedTokens: {
    readonly ends: readonly End[];
    readonly more: boolean;
    readonly asOf: string;
  };
}

export interface SessionState {
  /**
   * Whether a good token was ended before its time: by a change of roles or password, or by signing
   * out everywhere. What is known is never older than `credentialsAgeMaxMs`.
   * @throws SERVICE_UNAVAILABLE when users cannot be asked.
   */
  isEnded(token: AccessToken): Promise<boolean>;
}

/** Sign-ins and keys can be neither trusted nor refused while users is away. */
export function credentialsUnavailable(error: unknown, logger: Logger): GraphQLError {
  logger.error({ err: error }, 'who is asking cannot be checked: users does not answer');
  return gatewayError('SERVICE_UNAVAILABLE', 'Sign-ins cannot be checked at the moment.');
}

export const credentialsScope = (cause: string): RequestScope => ({
  viewer: { kind: 'system', cause },
  requestId: cause,
  signal: AbortSignal.timeout(credentialsDeadlineMs),
});

/**
 * Whose tokens have ended, as users says: asked for by the requests that need it, so that nothing
 * is asked while nobody calls. A token names the generation of its account; no clocks are compared.
 */
export function sessionState(
  users: ServiceCall,
  logger: Logger,
  accountsMax = endedAccountsMax,
): SessionState {
  const ends = new Map<string, EndedTokens>();
  /** Accounts whose tokens ended before it are not all known any more. */
  let knownFromMs = Number.NEGATIVE_INFINITY;
  let since: string | null = null;
  let knownAtMs = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> | null = null;

  /** In the order in which they ended: those whose tokens have all expired stand first. */
  const evictExpired = (asOf: string): void => {
    const oldest = Date.parse(asOf) - endedTokensKeptMs;
    for (const [userId, { endedAtMs }] of ends) {
      if (endedAtMs > oldest) return;
      ends.delete(userId);
    }
  };

  /** Memory has a limit, and nobody whose tokens have ended may be taken for somebody else. */
  const evictSurplus = (): void => {
    if (ends.size <= accountsMax) return;
    for (const [userId, { endedAtMs }] of ends) {
      if (ends.size <= accountsMax) break;
      ends.delete(userId);
      knownFromMs = Math.max(knownFromMs, endedAtMs);
    }
    logger.warn(
      { accounts: accountsMax },
      'too many sessions have ended: older tokens are refused',
    );
  };

  const load = async (): Promise<void> => {
    const startedAtMs = performance.now();
    const scope = credentialsScope('session-state');
    let from = { since, afterUserId: null as string | null };
    let asOf: string | null = null;
    let more = true;
    while (more) {
      const { endedTokens } = await users<Answer>(query, from, scope);
      for (const { userId, belowGeneration, endedAt } of endedTokens.ends) {
        ends.delete(userId);
        ends.set(userId, { belowGeneration, endedAtMs: Date.parse(endedAt) });
      }
      evictSurplus();
      asOf ??= endedTokens.asOf;
      const last = endedTokens.ends.at(-1);
      more = endedTokens.more && last !== undefined;
      if (last) from = { since: last.endedAt, afterUserId: last.userId };
      scope.signal.throwIfAborted();
    }
    since = asOf;
    knownAtMs = startedAtMs;
    if (asOf !== null) evictExpired(asOf);
  };

  /** Requests that come while one is under way wait for that one. */
  const loadOnce = (): Promise<void> => {
    pending ??= load().finally(() => {
      pending = null;
    });
    return pending;
  };

  return {
    isEnded: async ({ userId, generation, issuedAt }) => {
      const ageMs = performance.now() - knownAtMs;
      if (ageMs > credentialsAgeMaxMs) {
        await loadOnce().catch((error: unknown) => {
          throw credentialsUnavailable(error, logger);
        });
      } else if (ageMs > credentialsRefreshMs) {
        loadOnce().catch((error: unknown) => {
          logger.warn({ err: error }, 'ended sessions could not be read afresh');
        });
      }
      const end = ends.get(userId);
      if (end !== undefined) return generation < end.belowGeneration;
      return issuedAt.getTime() <= knownFromMs;
    },
  };
}
