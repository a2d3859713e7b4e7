import { newSecretToken } from '../../../platform/auth/secret-token';
import type { PreparedMail } from '../store/mails';
import type { UsersRoom } from './users-room';

/** A mail as it is sent. */
export interface SentMail extends Omit<PreparedMail, 'disownUntil'> {
  readonly id: string;
  /** The one in its link. */
  readonly token: string;
  /** Null if the mail has no link that disowns a change. */
  readonly disownToken: string | null;
}

const claimedMax = 1_000;
const leaseSeconds = 60;

/** Prepares a mail with new tokens, as each attempt to send it does. Null if it is not needed. */
export async function prepared({ store }: UsersRoom, id: string): Promise<SentMail | null> {
  const { token, hash: tokenHash } = newSecretToken();
  const { token: disownToken, hash: disownHash } = newSecretToken();
  const mail = await store.mails.prepare(id, { tokenHash, disownHash });
  if (mail === null) return null;
  const { disownUntil, ...rest } = mail;
  return { ...rest, id, token, disownToken: disownUntil === null ? null : disownToken };
}

/** The ids of all mails that are due, oldest first; an attempt to send them has begun. */
export async function claimed({ store }: UsersRoom): Promise<string[]> {
  await store.mailQueue.clear();
  const attempts = await store.mailQueue.claim(claimedMax, leaseSeconds);
  return attempts.map(({ id }) => id).sort();
}

/** Sends everything that waits, to nobody. */
export async function sendMails(room: UsersRoom): Promise<SentMail[]> {
  const sent: SentMail[] = [];
  for (const id of await claimed(room)) {
    const mail = await prepared(room, id);
    if (mail !== null) sent.push(mail);
    await room.store.mailQueue.finish(id, { mail: mail === null ? 'none' : 'sent' });
  }
  return sent;
}
