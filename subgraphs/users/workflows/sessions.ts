import { signAccessToken, verifyAccessToken } from '../../../platform/auth/access-token';
import type { RefreshSuccessor } from '../../../platform/auth/refresh-successor';
import {
  isWellFormedSecretToken,
  newSecretToken,
  type SecretToken,
  secretTokenHash,
} from '../../../platform/auth/secret-token';
import { publicKeyOf } from '../../../platform/auth/signing-key';
import { publicError } from '../../../platform/graphql/errors';
import { secondsPerDay, secondsPerHour, secondsPerMinute } from '../../../platform/values/time';
import type { Session } from '../schema/session';
import type { UsersStore } from '../store';
import type { Account } from '../store/accounts';
import type { SigningKeys } from './signing-keys';

/** The configuration of sessions. */
export interface SessionTerms {
  readonly issuer: string;
  readonly audience: string;
  readonly accessTokenMinutes: number;
  readonly refreshTokenDays: number;
  readonly sessionDays: number;
  readonly staffSessionHours: number;
}

export interface SessionsOptions {
  readonly store: UsersStore;
  readonly signingKeys: SigningKeys;
  readonly terms: SessionTerms;
  readonly refreshSuccessor: RefreshSuccessor;
}

export type Renewal =
  | { readonly kind: 'renewed' | 'repeated'; readonly session: Session }
  | { readonly kind: 'reuse' | 'over'; readonly session: null };

export interface Sessions {
  accessToken(account: Account): Promise<{ token: string; expiresAt: Date }>;
  /** The current account of an access token; null if the token is invalid or has ended. */
  accountOf(accessToken: string): Promise<Account | null>;
  /**
   * Signs in an account: starts a session with its first pair of tokens.
   * @throws SERVICE_UNAVAILABLE if the account has changed since it was read; the client can retry.
   */
  open(account: Account): Promise<Session>;
  /**
   * Exchanges a refresh token for a new pair of tokens with the account's current roles. Repeated
   * within 10 s, it gives the same refresh token with a new access token.
   */
  renew(refreshToken: string): Promise<Renewal>;
  /**
   * Ends the session of a refresh token; does nothing if the token is unknown. Audited as done by
   * `actor` if the account is staff.
   * @param actor null for the account itself.
   * @returns whether it was audited.
   */
  end(refreshToken: string, actor: string | null): Promise<boolean>;
}

const retryAfterSeconds = 1;

const changedMeanwhile = () =>
  publicError('SERVICE_UNAVAILABLE', 'The account was changed at the same time. Try again.', {
    retryAfterSeconds,
  });

export function createSessions(options: SessionsOptions): Sessions {
  const { store, signingKeys, terms, refreshSuccessor } = options;
  const lifetimes = {
    refreshSeconds: terms.refreshTokenDays * secondsPerDay,
    sessionSeconds: terms.sessionDays * secondsPerDay,
    staffSeconds: terms.staffSessionHours * secondsPerHour,
  };

  const accessToken = async ({ id, roles, tokenGeneration: generation }: Account) =>
    signAccessToken({ userId: id, roles, generation }, await signingKeys.current(), {
      issuer: terms.issuer,
      audience: terms.audience,
      lifetimeSeconds: terms.accessTokenMinutes * secondsPerMinute,
    });

  const sessionOf = async (
    user: Account,
    { token }: SecretToken,
    refreshTokenExpiresAt: Date,
  ): Promise<Session> => {
    const access = await accessToken(user);
    return {
      accessToken: access.token,
      accessTokenExpiresAt: access.expiresAt,
      refreshToken: token,
      refreshTokenExpiresAt,
      user,
    };
  };

  return {
    accessToken,
    async accountOf(text) {
      const published = await signingKeys.published();
      const keyOf = (kid: string) => {
        const found = published.find((key) => key.kid === kid);
        return found ? publicKeyOf(found.publicJwk) : null;
      };
      const token = verifyAccessToken(text, keyOf, terms);
      if (token === null) return null;
      const [account] = await store.accounts.byIds([token.userId]);
      return account && token.generation >= account.tokenGeneration ? account : null;
    },
    async open(account) {
      const refresh = newSecretToken();
      const expiresAt = await store.sessions.open(account, refresh.hash, lifetimes);
      if (expiresAt === null) throw changedMeanwhile();
      return sessionOf(account, refresh, expiresAt);
    },
    async renew(refreshToken) {
      if (!isWellFormedSecretToken(refreshToken)) return { kind: 'over', session: null };
      // Fetched first, because signing must not fail once the refresh token is used.
      await signingKeys.current();
      const hash = secretTokenHash(refreshToken);
      const successorOf = (salt: Uint8Array) => refreshSuccessor(salt, refreshToken);
      const outcome = await store.sessions.refresh({ hash, successorOf }, lifetimes);
      if (outcome.kind === 'reuse' || outcome.kind === 'over') {
        return { kind: outcome.kind, session: null };
      }
      const [account] = await store.accounts.byIds([outcome.userId]);
      if (!account) return { kind: 'over', session: null };
      // With the generation at the time of the exchange: if the account's tokens were ended since,
      // this one must be too.
      const asExchanged = { ...account, tokenGeneration: outcome.generation };
      const session = await sessionOf(asExchanged, outcome.successor, outcome.expiresAt);
      return { kind: outcome.kind, session };
    },
    async end(refreshToken, actor) {
      if (!isWellFormedSecretToken(refreshToken)) return false;
      return store.sessions.end(secretTokenHash(refreshToken), (userId) => ({
        actor: actor ?? `User:${userId}`,
        action: 'session.logout',
        subject: `User:${userId}`,
        detail: null,
      }));
    },
  };
}
