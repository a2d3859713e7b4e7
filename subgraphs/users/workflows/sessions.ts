import { signAccessToken, verifyAccessToken } from '../../../platform/auth/access-token';
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

/** The part of the configuration that sessions follow. */
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
}

export type Renewal =
  | { readonly kind: 'renewed'; readonly session: Session }
  | { readonly kind: 'reuse' | 'over'; readonly session: null };

export interface Sessions {
  accessToken(account: Account): Promise<{ token: string; expiresAt: Date }>;
  /** The account of an access token as it is now; null for a token that is bad or has ended. */
  accountOf(accessToken: string): Promise<Account | null>;
  /**
   * Signs an account in: a session with its first pair of tokens.
   * @throws SERVICE_UNAVAILABLE when the account was changed since it was read: try again.
   */
  open(account: Account): Promise<Session>;
  /** Exchanges a refresh token for a new pair; the roles are those that the account has now. */
  renew(refreshToken: string): Promise<Renewal>;
  /** Ends the session that a refresh token belongs to; an unknown token ends nothing. */
  end(refreshToken: string): Promise<void>;
}

const retryAfterSeconds = 1;

const changedMeanwhile = () =>
  publicError('SERVICE_UNAVAILABLE', 'This account was changed just now. Try again.', {
    retryAfterSeconds,
  });

export function createSessions({ store, signingKeys, terms }: SessionsOptions): Sessions {
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
      // Signing must not fail after the token has been used up, so the key is fetched first.
      await signingKeys.current();
      const successor = newSecretToken();
      const outcome = await store.sessions.refresh(
        secretTokenHash(refreshToken),
        successor.hash,
        lifetimes,
      );
      if (outcome.kind !== 'renewed') return { kind: outcome.kind, session: null };
      const [account] = await store.accounts.byIds([outcome.userId]);
      if (!account) return { kind: 'over', session: null };
      // With the generation of the moment of the exchange: were the account's tokens ended since,
      // this one has to be among them.
      const asExchanged = { ...account, tokenGeneration: outcome.generation };
      const session = await sessionOf(asExchanged, successor, outcome.expiresAt);
      return { kind: 'renewed', session };
    },
    async end(refreshToken) {
      if (!isWellFormedSecretToken(refreshToken)) return;
      await store.sessions.end(secretTokenHash(refreshToken));
    },
  };
}
