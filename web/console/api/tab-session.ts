import type { Session, SessionStore } from '@orderprocessing/client';
import type { ViewerFragment } from '../generated/documents';
import { Listeners } from './listeners';

const storageKey = 'console.session';
const deviceKey = 'console.device';

interface Stored extends Omit<Session, 'accessToken' | 'accessTokenExpiresAt'> {
  readonly viewer: ViewerFragment | null;
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

/**
 * The session of this tab, and who is signed in. The access token stays in memory; the rest is in
 * sessionStorage, which a reload keeps and the end of the tab deletes. The device token is no
 * credential and outlives the tab in localStorage.
 */
class TabSession extends Listeners implements SessionStore {
  private stored = readStored();
  /** The viewer whose session has ended, until somebody signs in. */
  private ended: ViewerFragment | null = null;
  private accessToken = '';
  private accessTokenExpiresAt = '';
  /** How often somebody has signed in after the session had ended. */
  returns = 0;

  /** Who is signed in, or was: the page keeps what they have typed until they sign in again. */
  get viewer(): ViewerFragment | null {
    return this.ended ?? this.stored?.viewer ?? null;
  }

  get hasEnded(): boolean {
    return this.ended !== null;
  }

  read(): Session | null {
    if (this.stored === null) return null;
    const { accessToken, accessTokenExpiresAt } = this;
    const { refreshToken, refreshTokenExpiresAt } = this.stored;
    return { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt };
  }

  write(session: Session | null): void {
    this.accessToken = session?.accessToken ?? '';
    this.accessTokenExpiresAt = session?.accessTokenExpiresAt ?? '';
    if (session === null) {
      this.ended = this.viewer;
      this.store(null);
      return;
    }
    const { refreshToken, refreshTokenExpiresAt } = session;
    this.store({ refreshToken, refreshTokenExpiresAt, viewer: this.stored?.viewer ?? null });
  }

  device(token?: string): string | null {
    if (token !== undefined) localStorage.setItem(deviceKey, token);
    return localStorage.getItem(deviceKey);
  }

  /** Who is signed in, by the session that was written before. */
  show(viewer: ViewerFragment): void {
    const isKnown = JSON.stringify(this.stored?.viewer) === JSON.stringify(viewer);
    if (this.stored === null || isKnown) return;
    if (this.hasEnded) this.returns += 1;
    this.ended = null;
    this.store({ ...this.stored, viewer });
  }

  /** Forgets who was signed in, because they leave: nothing of theirs stays on the page. */
  forget(): void {
    this.ended = null;
    this.store(this.stored && { ...this.stored, viewer: null });
  }

  private store(stored: Stored | null): void {
    this.stored = stored;
    if (stored === null) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, JSON.stringify(stored));
    this.notify();
  }
}

export const tabSession = new TabSession();
