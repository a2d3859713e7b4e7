import sql, { empty, join } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/pool';
import type { AccountMailKind } from '../domain/mail';

/** The mails of an account whose links end; those that meet all conditions. */
export interface EndedLinks {
  /** The forms of an address. */
  readonly sentTo?: readonly string[];
  readonly kind?: AccountMailKind;
  /** The time of a change. */
  readonly since?: Date;
}

/** Ends the links that disown changes of an account, also those of mails that are not sent yet. */
export async function endDisowning(
  transaction: Transaction,
  userId: string,
  { sentTo, kind, since }: EndedLinks,
): Promise<void> {
  const conditions = [
    sentTo ? sql`AND email = ANY(${sentTo}::citext[])` : empty,
    kind ? sql`AND kind = ${kind}` : empty,
    since ? sql`AND created_at >= ${since}` : empty,
  ];
  await transaction.query(sql`
    UPDATE mails SET disown_hash = NULL, disown_until = NULL
    WHERE user_id = ${userId} AND disown_until IS NOT NULL ${join(conditions, ' ')}`);
}
