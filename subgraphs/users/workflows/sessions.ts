import { withoutStaffRoles } from '../../../access/roles';
import { signAccessToken, verifyAccessToken } from '../../../platform/auth/access-token';
import type { DeviceTokens } from '../../../platform/auth/device-token';
import type { RefreshSuccessor } from '../../../platform/auth/refresh-successor';
import {
  isWellFormedSecretToken,
  newSecretToken,
  type SecretToken,
  secretTokenHash,
} from '../../../platform/auth/secret-token';
import { publicKeyOf } from '../../../platform/auth/signing-key';
import { publicError } from '../../../platform/requests/public-error';
import { secondsPerDay, secondsPerHour, secondsPerMinute } from '../../../platform/values/time';
import type { SecondFactorMethod } from '../domain/second-factor';
import { SecondFactorRequired } from '../schema/second-factor';
import type { Session } from '../schema/session';
import type { UsersStore } from '../store';
import type { Account } from '../store/accounts';
import { type FactorUse, hasFactor, type OpenedSession } from '../store/open-session';
import type { Proof } from '../store/second-factor-codes';
import type { SecondFactorState } from '../store/second-factors';
import type { ChallengedAccount, ChallengeOutcome } from '../store/sign-in-challenges';
import type { SigningKeys } from './signing-keys';

/** The configuration of sessions. */
export interface SessionTerms {
  readonly issuer: string;
  readonly audience: string;
  readonly accessTokenMinutes: number;
  readonly refreshTokenDays: number;
  readonly sessionDays: number;
  readonly staffSessionHours: number;
  /** Whether staff has its roles only in sessions begun with a second factor. */
  readonly staffSecondFactor: boolean;
}

export interface SessionsOptions {
  readonly store: UsersStore;
  readonly signingKeys: SigningKeys;
  readonly terms: SessionTerms;
  readonly refreshSuccessor: RefreshSuccessor;
  readonly devices: DeviceTokens;
}

export type Renewal =
  | { readonly kind: 'renewed' | 'repeated'; readonly session: Session }
  | { readonly kind: 'reuse' | 'over'; readonly session: null };

type FailedConfirmation = Exclude<ChallengeOutcome, { readonly kind: 'confirmed' }>;

export interface Sessions {
  /** A token with all roles of the account, as if it had just signed in. */
  accessToken(account: Account): Promise<{ token: string; expiresAt: Date }>;
  /**
   * The account of an access token with its current roles, without those that the token lacks; null
   * if the token is invalid or has ended.
   */
  accountOf(accessToken: string): Promise<Account | null>;
  /**
   * Starts a session with its first pair of tokens.
   * @param signedInAtMs of the session that it replaces, unless it is begun by a sign-in.
   * @throws SERVICE_UNAVAILABLE if the account has changed since it was read; the client can retry.
   */
  open(account: Account, use: FactorUse, signedInAtMs?: number): Promise<Session>;
  /**
   * Signs in an account whose password was right: with a session, or with a challenge if it has a
   * second factor.
   * @param isKnownDevice whether failures of others at its network do not count.
   * @throws SERVICE_UNAVAILABLE as `open` does.
   */
  signIn(account: Account, isKnownDevice: boolean): Promise<Session | SecondFactorRequired>;
  /** Completes a sign-in by a code. @returns the session, or why there is none. */
  confirm(
    challenge: Buffer,
    account: ChallengedAccount,
    proof: Proof,
  ): Promise<{ readonly session: Session } | FailedConfirmation>;
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
  const { store, signingKeys, terms, refreshSuccessor, devices } = options;
  const lifetimes = {
    refreshSeconds: terms.refreshTokenDays * secondsPerDay,
    sessionSeconds: terms.sessionDays * secondsPerDay,
    staffSeconds: terms.staffSessionHours * secondsPerHour,
  };

  const accessToken = async (
    { id, roles, tokenGeneration: generation }: Pick<Account, 'id' | 'roles' | 'tokenGeneration'>,
    signedInAtMs: number | null = Date.now(),
  ) =>
    signAccessToken({ userId: id, roles, generation, signedInAtMs }, await signingKeys.current(), {
      issuer: terms.issuer,
      audience: terms.audience,
      lifetimeSeconds: terms.accessTokenMinutes * secondsPerMinute,
    });

  const sessionOf = async (
    user: Account,
    { token }: SecretToken,
    { expiresAt: refreshTokenExpiresAt, signedInAt }: OpenedSession,
    hasSecondFactor: boolean,
  ): Promise<Session> => {
    const hasAllRoles = hasSecondFactor || !terms.staffSecondFactor;
    const roles = hasAllRoles ? user.roles : withoutStaffRoles(user.roles);
    const access = await accessToken({ ...user, roles }, signedInAt?.getTime() ?? null);
    return {
      accessToken: access.token,
      accessTokenExpiresAt: access.expiresAt,
      refreshToken: token,
      refreshTokenExpiresAt,
      deviceToken: null,
      user,
    };
  };

  /** The session of a sign-in, after which the device is a known one. */
  const onKnownDevice = async (session: Promise<Session>): Promise<Session> => {
    const started = await session;
    return { ...started, deviceToken: devices.issue(started.user.email) };
  };

  const open = async (
    account: Account,
    use: FactorUse,
    signedInAtMs?: number,
  ): Promise<Session> => {
    const refresh = newSecretToken();
    const signedInAt = signedInAtMs === undefined ? null : new Date(signedInAtMs);
    const session = { hash: refresh.hash, lifetimes, signedInAt };
    const opened = await store.sessions.open(account, session, use);
    if (opened === null) throw changedMeanwhile();
    return onKnownDevice(sessionOf(account, refresh, opened, hasFactor(use)));
  };

  const challenge = async (
    account: Account,
    { recoveryCodes }: SecondFactorState,
    isKnownDevice: boolean,
  ) => {
    const { token, hash } = newSecretToken();
    const expiresAt = await store.signInChallenges.open(account, hash, isKnownDevice);
    if (expiresAt === null) throw changedMeanwhile();
    const methods: SecondFactorMethod[] = recoveryCodes > 0 ? ['TOTP', 'RECOVERY_CODE'] : ['TOTP'];
    return new SecondFactorRequired(token, methods, expiresAt);
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
      const account = await store.accounts.byId(token.userId);
      if (!account || token.generation < account.tokenGeneration) return null;
      return { ...account, roles: account.roles.filter((role) => token.roles.includes(role)) };
    },
    open,
    async signIn(account, isKnownDevice) {
      const factor = await store.secondFactors.of(account.id);
      return factor === null ? open(account, 'none') : challenge(account, factor, isKnownDevice);
    },
    async confirm(hash, challenged, proof) {
      // Fetched first, because signing must not fail once the code is used.
      await signingKeys.current();
      const refresh = newSecretToken();
      const opened = { hash: refresh.hash, lifetimes };
      const outcome = await store.signInChallenges.confirm(hash, challenged, proof, opened);
      if (outcome.kind !== 'confirmed') return outcome;
      const account = await store.accounts.byId(outcome.userId);
      if (!account) return { kind: 'over' };
      const asConfirmed = { ...account, tokenGeneration: challenged.generation };
      const session = sessionOf(asConfirmed, refresh, outcome, true);
      return { session: await onKnownDevice(session) };
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
      const account = await store.accounts.byId(outcome.userId);
      if (!account) return { kind: 'over', session: null };
      // The generation is the one at the exchange: if the account's tokens were ended since,
      // this one must be too.
      const asExchanged = { ...account, tokenGeneration: outcome.generation };
      const { successor, hasSecondFactor } = outcome;
      const session = await sessionOf(asExchanged, successor, outcome, hasSecondFactor);
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
