import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { AccessToken } from '../../platform/auth/access-token';
import { type RequestScope, systemScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { gatewayError } from '../errors';
import {
  credentialsAgeMaxMs,
  credentialsDeadlineMs,
  credentialsRefreshMs,
  endedAccountsMax,
  endedTokensTtlMs,
} from './limits';

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

/** The fields that are kept. */
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
   * Whether a valid token was revoked by a change of roles or password, or by signing out
   * everywhere. The data are never older than `credentialsAgeMaxMs`.
   * @throws SERVICE_UNAVAILABLE if users is unavailable.
   */
  isEnded(token: AccessToken): Promise<boolean>;
}

/** The error when users does not answer: tokens can then be neither accepted nor rejected. */
export function credentialsUnavailable(error: unknown, logger: Logger): GraphQLError {
  logger.error({ err: error }, 'checking a token failed: users does not answer');
  return gatewayError('SERVICE_UNAVAILABLE', 'Sign-ins cannot be checked at the moment.');
}

const earlierOf = (one: string, other: string): string =>
  Date.parse(one) < Date.parse(other) ? one : other;

export const credentialsScope = (cause: string): RequestScope =>
  systemScope(cause, credentialsDeadlineMs);

/**
 * Asks a second time if there was no answer in time: an instance of users may hang, and the next call
 * goes to another one. Callers wait twice as long at most; an answer is as old as its own question.
 */
export async function askAgainIfLate<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if ((error as Error).name !== 'TimeoutError') throw error;
    return ask();
  }
}

/**
 * The accounts whose tokens were revoked, read from users on demand, so that an idle gateway sends
 * no queries. Tokens contain the generation of their account, so no clocks are compared.
 */
export function sessionState(
  users: ServiceCall,
  logger: Logger,
  accountsMax = endedAccountsMax,
): SessionState {
  const ends = new Map<string, EndedTokens>();
  /** Revocations before this time are no longer completely known. */
  let knownFromMs = Number.NEGATIVE_INFINITY;
  /** The next reading begins here, also after one that did not come to its end in time. */
  let since: string | null = null;
  let knownAtMs = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> | null = null;

  /** Evicts expired entries: they are in the order of revocation, so the first expire first. */
  const evictExpired = (asOf: string): void => {
    const oldest = Date.parse(asOf) - endedTokensTtlMs;
    for (const [userId, { endedAtMs }] of ends) {
      if (endedAtMs > oldest) return;
      ends.delete(userId);
    }
  };

  /** When the memory limit is reached, all tokens older than the evicted entries are rejected. */
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
      if (last) {
        from = { since: last.endedAt, afterUserId: last.userId };
        since = earlierOf(last.endedAt, asOf);
      }
      scope.signal.throwIfAborted();
    }
    since = asOf;
    knownAtMs = startedAtMs;
    if (asOf !== null) evictExpired(asOf);
  };

  /** Concurrent requests share one query. */
  const loadOnce = (): Promise<void> => {
    pending ??= askAgainIfLate(load).finally(() => {
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
          logger.warn({ err: error }, 'refreshing revoked sessions failed');
        });
      }
      const end = ends.get(userId);
      if (end !== undefined) return generation < end.belowGeneration;
      return issuedAt.getTime() <= knownFromMs;
    },
  };
}
