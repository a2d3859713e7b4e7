import { signAccessToken } from '../../../platform/auth/access-token';
import {
  newSecretToken,
  type SecretToken,
  secretTokenHash,
} from '../../../platform/auth/secret-token';
import type { Session } from '../schema/session';
import type { UsersStore } from '../store';
import type { Account } from '../store/accounts';
import type { SigningKeys } from './signing-keys';

const secondsPerMinute = 60;
const secondsPerDay = 86_400;

/** The part of the configuration that sessions follow. */
export interface SessionTerms {
  readonly issuer: string;
  readonly audience: string;
  readonly accessTokenMinutes: number;
  readonly refreshTokenDays: number;
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
  /** Signs an account in: a session with its first pair of tokens. */
  open(account: Account): Promise<Session>;
  /** Exchanges a refresh token for a new pair; the roles are those that the account has now. */
  renew(refreshToken: string): Promise<Renewal>;
  /** Ends the session that a refresh token belongs to; an unknown token ends nothing. */
  end(refreshToken: string): Promise<void>;
}

export function createSessions({ store, signingKeys, terms }: SessionsOptions): Sessions {
  const lifetimeSeconds = terms.refreshTokenDays * secondsPerDay;

  const accessToken = async ({ id, roles }: Account) =>
    signAccessToken({ userId: id, roles }, await signingKeys.current(), {
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
    async open(account) {
      const refresh = newSecretToken();
      const expiresAt = await store.sessions.open(account.id, refresh.hash, lifetimeSeconds);
      return sessionOf(account, refresh, expiresAt);
    },
    async renew(refreshToken) {
      // Signing must not fail after the token has been used up, so the key is fetched first.
      await signingKeys.current();
      const successor = newSecretToken();
      const outcome = await store.sessions.refresh(
        secretTokenHash(refreshToken),
        successor.hash,
        lifetimeSeconds,
      );
      if (outcome.kind !== 'renewed') return { kind: outcome.kind, session: null };
      const [account] = await store.accounts.byIds([outcome.userId]);
      if (!account) return { kind: 'over', session: null };
      const session = await sessionOf(account, successor, outcome.expiresAt);
      return { kind: 'renewed', session };
    },
    end: (refreshToken) => store.sessions.end(secretTokenHash(refreshToken)),
  };
}
