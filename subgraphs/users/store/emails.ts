import type { DataKeys, Queryable } from '../../../platform/encryption/data-keys';

/** An e-mail address as a row has it. */
export interface StoredEmail {
  /** Finds the address: its keyed hash, or the address itself if it is not encrypted. */
  readonly lookup: string;
  /** Null if it is not encrypted. */
  readonly sealed: string | null;
}

/** Table, column and row: an encrypted address can be read there only. */
export const emailPlaces = {
  account: (userId: string) => `users.email:${userId}`,
  pending: (userId: string) => `users.pending_email:${userId}`,
  mail: (mailId: string) => `mails.email:${mailId}`,
} as const;

/** Reads and writes e-mail addresses with the keys of one time. */
export interface Emails {
  /** The lookups that a row with this address may have. */
  forms(email: string): string[];
  stored(email: string, place: string): StoredEmail;
  /** @param on the transaction, in one. */
  opened(stored: StoredEmail, place: string, on?: Queryable): Promise<string>;
}

export async function currentEmails(keys: DataKeys): Promise<Emails> {
  const ring = await keys.current();
  const { isOn } = keys.settings;
  return {
    forms: (email) => [ring.fingerprint(email), email],
    stored: (email, place) =>
      isOn
        ? { lookup: ring.fingerprint(email), sealed: ring.seal(email, place) }
        : { lookup: email, sealed: null },
    opened: async ({ lookup, sealed }, place, on) =>
      sealed === null ? lookup : keys.open(sealed, place, on),
  };
}

/** The addresses of a row of `users`. */
export interface SealedEmails {
  readonly id: string;
  readonly email: string;
  readonly emailSealed: string | null;
  readonly pendingEmail: string | null;
  readonly pendingEmailSealed: string | null;
}

export type WithEmails<Row extends SealedEmails> = Omit<Row, 'emailSealed' | 'pendingEmailSealed'>;

/** The row with its addresses in plain text. */
export async function withEmails<Row extends SealedEmails>(
  emails: Emails,
  row: Row,
  on?: Queryable,
): Promise<WithEmails<Row>> {
  const { emailSealed, pendingEmailSealed, ...rest } = row;
  const { account, pending } = emailPlaces;
  const stored = { lookup: row.email, sealed: emailSealed };
  const email = await emails.opened(stored, account(row.id), on);
  const next = { lookup: row.pendingEmail ?? '', sealed: pendingEmailSealed };
  const pendingEmail =
    row.pendingEmail === null ? null : await emails.opened(next, pending(row.id), on);
  return { ...rest, email, pendingEmail };
}
