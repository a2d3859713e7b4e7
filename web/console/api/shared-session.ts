import type { Session, SessionStore } from '@orderprocessing/client';

/** A store that this page alone writes to. */
interface TabStore extends SessionStore {
  read(): Session | null;
  /** Null once they have signed out, and not if the session has ended otherwise. */
  readonly viewer: object | null;
  /** Takes everything of the viewer off the page. */
  forget(): void;
}

/**
 * The session that has taken the place of another one, or null. It is encrypted with the refresh
 * token that has been used up: other pages of this origin must not read it.
 */
interface Replacement {
  readonly id: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

interface Message extends Replacement {
  readonly hasSignedOut: boolean;
}

const channelName = 'console.session';
const cipher = 'AES-GCM';
const ivBytes = 12;

const digestOf = (text: string): Promise<ArrayBuffer> =>
  crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));

const idOf = async (token: string): Promise<string> =>
  new Uint8Array(await digestOf(`id ${token}`)).join();

const keyOf = async (token: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', await digestOf(`key ${token}`), cipher, false, [
    'encrypt',
    'decrypt',
  ]);

async function sealed(session: Session | null, token: string): Promise<Replacement> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const text = new TextEncoder().encode(JSON.stringify(session));
  const data = await crypto.subtle.encrypt({ name: cipher, iv }, await keyOf(token), text);
  return { id: await idOf(token), iv, data };
}

/** @returns undefined if another session was replaced. */
async function opened(
  { id, iv, data }: Replacement,
  token: string,
): Promise<Session | null | undefined> {
  if (id !== (await idOf(token))) return undefined;
  const text = await crypto.subtle.decrypt({ name: cipher, iv }, await keyOf(token), data);
  return JSON.parse(new TextDecoder().decode(text)) as Session | null;
}

/**
 * A duplicated tab has a copy of its original's session, whose refresh token works once: a second
 * use ends the session of both. So each tab passes on the session that takes the place of theirs.
 */
export function sharedSession(tab: TabStore): SessionStore {
  // A page that is not served by HTTPS has no cryptography: there, a copy of a tab signs in again.
  if (crypto.subtle === undefined) return tab;
  const channel = new BroadcastChannel(channelName);
  const follow = async (message: Message): Promise<void> => {
    const token = tab.read()?.refreshToken;
    if (token === undefined) return;
    const session = await opened(message, token);
    // This tab may have got another session while it read the message.
    if (session === undefined || tab.read()?.refreshToken !== token) return;
    if (session === null && message.hasSignedOut) tab.forget();
    await tab.write(session);
  };
  let following = Promise.resolve();
  channel.onmessage = ({ data }: { readonly data: Message }) => {
    // What cannot be read is not from a copy of this tab.
    following = following.then(() => follow(data)).catch(() => undefined);
  };
  return {
    read: () => tab.read(),
    write: async (session) => {
      const token = tab.read()?.refreshToken;
      await tab.write(session);
      if (token === undefined || token === session?.refreshToken) return;
      const hasSignedOut = tab.viewer === null;
      channel.postMessage({ ...(await sealed(session, token)), hasSignedOut } satisfies Message);
    },
    device: (token) => tab.device?.(token ?? undefined) ?? null,
  };
}
