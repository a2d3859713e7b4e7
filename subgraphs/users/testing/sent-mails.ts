import { newSecretToken } from '../../../platform/auth/secret-token';
import type { UsersRoom } from './users-room';

/** A mail as the job in orders sends it. */
export interface SentMail {
  readonly id: string;
  readonly kind: string;
  readonly to: string;
  readonly language: string;
  /** The one in its link. */
  readonly token: string;
  readonly accountCreatedAt: string;
  /** Null if the mail has no link that disowns a change. */
  readonly disownToken: string | null;
}

async function ask<Data>(room: UsersRoom, query: string, variables: object): Promise<Data> {
  const { data, errors } = await room.internal(query, { ...variables });
  if (errors) throw errors[0];
  return data as Data;
}

const unqueuedMails = 'mutation ($queued: [ID!]!) { ids: unqueuedMails(queued: $queued) }';
const prepareMail = `mutation ($id: ID!, $tokenHash: String!, $disownHash: String!) {
  mail: prepareMail(id: $id, tokenHash: $tokenHash, disownHash: $disownHash) {
    kind to language at accountCreatedAt disownUntil
  }
}`;

type PreparedMail = Omit<SentMail, 'id' | 'token' | 'disownToken'> & {
  readonly disownUntil: string | null;
};

/** Prepares a mail with new tokens, as each attempt to send it does. Null if it is not needed. */
export async function prepared(room: UsersRoom, id: string): Promise<SentMail | null> {
  const { token, hash } = newSecretToken();
  const { token: disownToken, hash: disownHash } = newSecretToken();
  const { mail } = await ask<{ mail: PreparedMail | null }>(room, prepareMail, {
    id,
    tokenHash: hash.toString('base64url'),
    disownHash: disownHash.toString('base64url'),
  });
  if (mail === null) return null;
  const { disownUntil, ...rest } = mail;
  return { ...rest, id, token, disownToken: disownUntil === null ? null : disownToken };
}

/** The ids of all mails that have no job yet; they count as queued from now on. */
export async function unqueued(room: UsersRoom): Promise<string[]> {
  const all: string[] = [];
  let queued: string[] = [];
  do {
    ({ ids: queued } = await ask<{ ids: string[] }>(room, unqueuedMails, { queued }));
    all.push(...queued);
  } while (queued.length > 0);
  return all;
}

/** Sends everything that waits, as orders does. */
export async function sendMails(room: UsersRoom): Promise<SentMail[]> {
  const sent: SentMail[] = [];
  for (const id of await unqueued(room)) {
    const mail = await prepared(room, id);
    if (mail === null) continue;
    sent.push(mail);
    await ask(room, 'mutation ($id: ID!) { mailHandled(id: $id) }', { id });
  }
  return sent;
}
