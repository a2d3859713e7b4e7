import { sha256 } from './sha256';
import { Limit, onAbort, sleep } from './waiting';

/** The tokens of a signed-in person. */
export interface Session {
  /** Empty from a store that keeps the refresh token alone: the client has this one in memory. */
  readonly accessToken: string;
  readonly accessTokenExpiresAt: string;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: string;
}

/** The account that an access token is of; undefined where its claims cannot be read. */
export function accountOf(accessToken: string): string | undefined {
  const claims = accessToken.split('.')[1]?.replace(/-/g, '+').replace(/_/g, '/') ?? '';
  try {
    return (JSON.parse(atob(claims)) as { readonly sub?: string }).sub;
  } catch {
    // Another kind of token, or a runtime that has no `atob`.
    return undefined;
  }
}

/**
 * Whether both are sessions of one account, or neither is a session. Without an access token that is
 * not known before the session is refreshed.
 */
export function isOfSameAccount(one: Session | null, other: Session | null): boolean {
  if (!one || !other) return one === other;
  const [first, second] = [one.accessToken, other.accessToken];
  return !first || !second || accountOf(first) === accountOf(second);
}

/** The store of the tokens. */
export interface SessionStore {
  read(): Session | null | Promise<Session | null>;
  write(session: Session | null): void | Promise<void>;
  /**
   * Keeps the token that makes this device a known one at the next sign-in, or answers the one that
   * it has. It is no credential and stays after a sign-out. A store without this is no known device.
   */
  device?(token?: string | null): string | null | Promise<string | null>;
}

/** Keeps the session until the process or the page ends. */
export function memorySession(session: Session | null = null): SessionStore {
  let current = session;
  let device: string | null = null;
  return {
    read: () => current,
    write: (next) => {
      current = next;
    },
    device: (token) => {
      device = token ?? device;
      return device;
    },
  };
}

/** `localStorage`, or React Native's AsyncStorage and the like. */
export interface KeyValueStorage {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
}

/** Keeps the session in a storage that several tabs may share. */
export function storedSession(
  storage: KeyValueStorage,
  key = 'orderprocessing.session',
): SessionStore {
  return {
    read: async () => {
      const text = await storage.getItem(key);
      try {
        return text === null ? null : (JSON.parse(text) as Session);
      } catch {
        // Somebody else's value, or half of ours: signed out.
        return null;
      }
    },
    write: async (session) => {
      if (session === null) await storage.removeItem(key);
      else await storage.setItem(key, JSON.stringify(session));
    },
    device: async (token) => {
      if (token) await storage.setItem(`${key}.device`, token);
      return storage.getItem(`${key}.device`);
    },
  };
}

interface Locks {
  request<T>(
    name: string,
    options: { signal: AbortSignal } | { ifAvailable: true },
    run: (lock: object | null) => Promise<T>,
  ): Promise<T>;
}

/** A tab that is frozen keeps its lock; the API answers a repeated refresh within 10 s all the same. */
const lockWaitMs = 12_000;

/**
 * Runs `work` alone among the tabs of an origin, or in a process, where there are Web Locks.
 * @param work learns whether another tab held the lock before.
 */
async function exclusively<T extends object | null>(
  name: string,
  work: (hasWaited: boolean) => Promise<T>,
): Promise<T> {
  const { navigator } = globalThis as { navigator?: { locks?: Locks } };
  const locks = navigator?.locks;
  if (!locks) return work(false);
  const limit = new Limit(undefined, lockWaitMs);
  let hasBegun = false;
  const begin = (hasWaited: boolean) => {
    limit.pause();
    hasBegun = true;
    return work(hasWaited);
  };
  try {
    const atOnce = await locks.request(name, { ifAvailable: true }, async (lock) =>
      lock ? begin(false) : undefined,
    );
    if (atOnce !== undefined) return atOnce;
    return await locks.request(name, { signal: limit.signal }, () => begin(true));
  } catch (error) {
    if (hasBegun) throw error;
    return work(false);
  } finally {
    limit.end();
  }
}

/** Exchanges a refresh token. @returns null if the session has ended. */
export type Refresh = (refreshToken: string) => Promise<Session | null>;

/** The session of a client, which is refreshed by one request at a time. */
export class Sessions {
  private flight: Promise<Session | null> | null = null;
  private written: Session | null = null;
  private readonly listeners = new Set<(session: Session | null) => void>();

  constructor(
    readonly store: SessionStore,
    private readonly lockName: string,
    private readonly refresh: Refresh,
  ) {}

  /** Adds the access token that the store leaves out, unless another tab has refreshed it since. */
  async read(): Promise<Session | null> {
    const stored = (await this.store.read()) ?? null;
    const { written } = this;
    const isOwn = stored?.accessToken === '' && stored.refreshToken === written?.refreshToken;
    return isOwn ? written : stored;
  }

  async write(session: Session | null): Promise<void> {
    this.written = session;
    await this.store.write(session);
    for (const listener of this.listeners) listener(session);
  }

  /** Calls the listener after each change by this client, until the signal aborts. */
  onChange(listener: (session: Session | null) => void, signal?: AbortSignal): () => void {
    const stop = () => void this.listeners.delete(listener);
    this.listeners.add(listener);
    onAbort(signal, stop);
    return stop;
  }

  /**
   * The session after `refusedToken`: another tab's, or a new one.
   * @returns null if it has ended.
   */
  renew(refusedToken: string): Promise<Session | null> {
    this.flight ??= this.renewAlone(refusedToken).finally(() => {
      this.flight = null;
    });
    return this.flight;
  }

  /** The lock is the session's own: clients of other sessions in this process do not wait for it. */
  private async renewAlone(refusedToken: string): Promise<Session | null> {
    const session = await this.read();
    if (session?.accessToken !== refusedToken) return session;
    const lock = `${this.lockName}:${sha256(session.refreshToken)}`;
    return exclusively(lock, (hasWaited) => this.exchange(refusedToken, hasWaited));
  }

  private async exchange(refusedToken: string, hasWaited: boolean): Promise<Session | null> {
    const isRefused = (session: Session | null): session is Session =>
      session?.accessToken === refusedToken;
    let before = await this.read();
    // Tabs may be processes of their own, which a lock reaches sooner than what was stored under it.
    for (let waits = hasWaited ? 50 : 0; waits > 0 && isRefused(before); waits -= 1) {
      await sleep(10);
      before = await this.read();
    }
    if (!isRefused(before)) return before;
    const after = await this.refresh(before.refreshToken);
    // Somebody may have signed in or out during the refresh.
    const now = await this.read();
    if (now?.refreshToken !== before.refreshToken) return now;
    await this.write(after);
    return after;
  }
}
