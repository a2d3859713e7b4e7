import { Logout, storedSession } from '@orderprocessing/client';
import { tabSession } from '../console/api/tab-session';
import { call } from './call';
import type { NewSessionFragment } from './generated/operations';
import { served } from './served';

/** A page that continues the session. */
export interface NextPage {
  readonly name: 'shop' | 'console';
  readonly path: string;
}

/** Ends a session that no page keeps. It would expire as well, so a failure is none. */
export const endSession = ({ refreshToken }: NewSessionFragment): Promise<unknown> =>
  call(Logout, { refreshToken }).catch(() => undefined);

/**
 * Keeps the session where its page looks for one: the console for staff and partners, the shop for
 * customers.
 * @returns null where this host has no such page, and the session has ended.
 */
export async function keepSession(session: NewSessionFragment): Promise<NextPage | null> {
  const { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt } = session;
  const tokens = { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt };
  const name = session.user.roles.some((role) => role !== 'CUSTOMER') ? 'console' : 'shop';
  const path = (await served())[name];
  if (path === undefined) {
    await endSession(session);
    return null;
  }
  const store = name === 'shop' ? storedSession(localStorage, 'shop.session') : tabSession;
  await store.write(tokens);
  if (session.deviceToken) await store.device?.(session.deviceToken);
  if (name === 'console') tabSession.show(session.user);
  return { name, path };
}
