import {
  RefreshSessionDocument,
  type SessionTokensFragment,
  SignOutDocument,
  SignOutEverywhereDocument,
  type ViewerFragment,
} from '../documents';
import { send } from './send';

/** Of this tab alone; the access token stays in memory. */
const storageKey = 'console.session';
const lockName = 'console.session';

/** Renewed this long before it expires, so that no request starts with a token about to end. */
const renewBeforeMs = 30_000;

interface Stored {
  readonly refreshToken: string;
  readonly viewer: ViewerFragment;
}

interface AccessToken {
  readonly text: string;
  readonly expiresAt: number;
}

function readStored(): Stored | null {
  const text = sessionStorage.getItem(storageKey);
  if (text === null) return null;
  try {
    return JSON.parse(text) as Stored;
  } catch {
    sessionStorage.removeItem(storageKey);
    return null;
  }
}

/** Two tabs may hold the same session, because a duplicated tab copies sessionStorage. */
async function withLock<Value>(run: () => Promise<Value>): Promise<Value> {
  // Missing on a page without https.
  if (!('locks' in navigator)) return run();
  return navigator.locks.request(lockName, run);
}

/** The session of this tab. */
class SessionStore {
  private stored = readStored();
  private access: AccessToken | null = null;
  private renewing: Promise<string | null> | null = null;
  private readonly listeners = new Set<() => void>();

  get viewer(): ViewerFragment | null {
    return this.stored?.viewer ?? null;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Stores a new session, also the successor of the one before. */
  begin({ accessToken, accessTokenExpiresAt, refreshToken, user }: SessionTokensFragment): void {
    this.access = { text: accessToken, expiresAt: Date.parse(accessTokenExpiresAt) };
    const before = this.stored?.viewer;
    const viewer = JSON.stringify(before) === JSON.stringify(user) ? before : user;
    this.stored = { refreshToken, viewer: viewer ?? user };
    sessionStorage.setItem(storageKey, JSON.stringify(this.stored));
    if (viewer !== before) this.notify();
  }

  /** Forgets the session in this tab. */
  end(): void {
    this.access = null;
    this.stored = null;
    sessionStorage.removeItem(storageKey);
    this.notify();
  }

  /** A token that is valid for a while; null if nobody is signed in. */
  async accessToken(): Promise<string | null> {
    if (this.stored === null) return null;
    const { access } = this;
    if (access && access.expiresAt - Date.now() > renewBeforeMs) return access.text;
    return this.renew();
  }

  /** The server refused the token, so the next request needs another. */
  drop(accessToken: string): void {
    if (this.access?.text === accessToken) this.access = null;
  }

  async signOut(): Promise<void> {
    const stored = this.stored;
    this.end();
    if (stored) await send(String(SignOutDocument), { refreshToken: stored.refreshToken }, null);
  }

  /** @returns whether all sessions of the account have ended. */
  async signOutEverywhere(): Promise<boolean> {
    const { errors } = await send(String(SignOutEverywhereDocument), {}, await this.accessToken());
    if (errors) return false;
    this.end();
    return true;
  }

  /** Requests that need a token at the same time share one renewal. */
  private renew(): Promise<string | null> {
    this.renewing ??= withLock(() => this.exchange()).finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  private async exchange(): Promise<string | null> {
    if (this.stored === null) return null;
    const { refreshToken } = this.stored;
    const answer = await send(String(RefreshSessionDocument), { refreshToken }, null);
    const result = (answer.data as { refreshSession?: RefreshResult | null } | undefined)
      ?.refreshSession;
    if (result?.__typename === 'Session') {
      this.begin(result);
      return result.accessToken;
    }
    // Any other failure, such as a lost network, leaves the session for the next attempt.
    if (result?.__typename === 'SessionEndedError') this.end();
    return null;
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

type RefreshResult =
  | ({ readonly __typename: 'Session' } & SessionTokensFragment)
  | { readonly __typename: 'SessionEndedError' };

export const session = new SessionStore();
