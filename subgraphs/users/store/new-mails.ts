import sql, { type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/pool';
import { uuidV7 } from '../../../platform/values/uuid';
import {
  countedHours,
  disownTokenDays,
  mailsPerHour,
  type NoticeKind,
  type RequestedMailKind,
} from '../domain/mail';
import { type Emails, emailPlaces, type StoredEmail } from './emails';

export interface RequestedMail {
  readonly kind: RequestedMailKind;
  readonly email: string;
  /** Null if the account is looked up only when the mail is sent. */
  readonly userId: string | null;
}

interface Notice {
  readonly kind: NoticeKind;
  readonly email: string;
  readonly userId: string;
  /** Whether the address was the account's verified one when the change was made. */
  readonly isProven: boolean;
}

const counted = sql`make_interval(hours => ${countedHours})`;

/** Later than the other mails of the account, whatever the clock does: links end by this order. */
const nextTime = (userId: string | null): Sql => sql`
  greatest(clock_timestamp(),
    (SELECT max(created_at) + interval '1 ms' FROM mails WHERE user_id = ${userId}::uuid))`;

const disownEnd = sql`clock_timestamp() + make_interval(days => ${disownTokenDays})`;

/** A new account can be disowned where its own address is verified; a pending one is not its own. */
function insertUnlessTooMany({ kind, email, userId }: RequestedMail, emails: Emails): Sql {
  const id = uuidV7();
  const { lookup, sealed } = emails.stored(email, emailPlaces.mail(id));
  const forms = emails.forms(email);
  return sql`
    INSERT INTO mails (id, kind, email, email_sealed, user_id, created_at, disown_until, is_proven)
    SELECT ${id}::uuid, ${kind}::text, ${lookup}::citext, ${sealed}::text, ${userId}::uuid,
      ${nextTime(userId)},
      (SELECT ${disownEnd} FROM users WHERE id = ${userId} AND email = ANY(${forms}::citext[])),
      false
    WHERE (SELECT count(*) FROM mails WHERE email = ANY(${forms}::citext[])
      AND kind = ${kind} AND created_at > clock_timestamp() - ${counted}
    ) < ${mailsPerHour}`;
}

/** The factor that a change has set up was not there before it. */
const factorBefore = ({ kind, userId }: Notice): Sql =>
  kind === 'second_factor_was_set_up'
    ? sql`NULL::timestamptz`
    : sql`(SELECT confirmed_at FROM second_factors WHERE user_id = ${userId})`;

/**
 * An hour after the oldest of the newest three, if there were so many; a notice that waits then
 * covers the later ones. So no flood of changes suppresses a notice.
 */
function insertOrDefer(notice: Notice, emails: Emails): Sql {
  const { kind, email, userId, isProven } = notice;
  const id = uuidV7();
  const { lookup, sealed } = emails.stored(email, emailPlaces.mail(id));
  const until = kind === 'change_was_disowned' ? sql`NULL::timestamptz` : disownEnd;
  return sql`
    WITH sent AS (
      SELECT coalesce(send_after, created_at) AS at, send_after, user_id, disown_until FROM mails
      WHERE email = ANY(${emails.forms(email)}::citext[]) AND kind = ${kind}
    )
    INSERT INTO mails (id, kind, email, email_sealed, user_id, created_at, send_after,
      disown_until, is_proven, factor_at)
    SELECT ${id}::uuid, ${kind}::text, ${lookup}::citext, ${sealed}::text, ${userId}::uuid,
      ${nextTime(userId)},
      (SELECT at + ${counted} FROM (
        SELECT at FROM sent ORDER BY at DESC OFFSET ${mailsPerHour - 1} LIMIT 1) AS oldest
        WHERE at > clock_timestamp() - ${counted}),
      ${until}, ${isProven}::boolean, ${factorBefore(notice)}
    WHERE NOT EXISTS (SELECT FROM sent WHERE user_id = ${userId}
      AND send_after > clock_timestamp() AND disown_until IS NOT NULL)`;
}

const lockAddress = (kind: string, email: string): Sql => sql`
  SELECT pg_advisory_xact_lock(hashtextextended(${`mail ${kind} ${email}`}, 0))`;

/**
 * Stores a mail that anybody can ask for; drops it if the address had too many of its kind, whether
 * or not they led to a mail: what is stored must not depend on the account. Call it last in a
 * transaction, because it waits for others that write to the same address.
 */
export async function addMail(
  transaction: Transaction,
  emails: Emails,
  mail: RequestedMail,
): Promise<void> {
  await transaction.query(lockAddress(mail.kind, mail.email));
  await transaction.query(insertUnlessTooMany(mail, emails));
}

/** Stores a mail about a change of an account, whose row is locked. Call it last, as `addMail`. */
export async function addNotice(
  transaction: Transaction,
  emails: Emails,
  notice: Notice,
): Promise<void> {
  await transaction.query(lockAddress(notice.kind, notice.email));
  await transaction.query(insertOrDefer(notice, emails));
}

/**
 * Leaves the mails to addresses that the account never proved, for as long as they count against the
 * limits of these addresses. Otherwise anybody who erases an account and registers again could have
 * further mails sent.
 * @param proven the forms of the account's verified address.
 */
export async function keepCounting(
  transaction: Transaction,
  userId: string,
  proven: readonly string[],
): Promise<void> {
  await transaction.query(sql`
    UPDATE mails SET user_id = NULL, handled_at = coalesce(handled_at, clock_timestamp()),
      disown_hash = NULL, disown_until = NULL
    WHERE user_id = ${userId} AND is_proven IS NOT TRUE AND email <> ALL(${proven}::citext[])
      AND coalesce(send_after, created_at) > clock_timestamp() - ${counted}`);
}

/** Reports a change to the address that the account has now. */
export async function announce(
  transaction: Transaction,
  emails: Emails,
  userId: string,
  kind: NoticeKind,
): Promise<void> {
  const { rows } = await transaction.query<StoredEmail & { isProven: boolean }>(sql`
    SELECT email AS lookup, email_sealed AS sealed, email_verified_at IS NOT NULL AS "isProven"
    FROM users WHERE id = ${userId}`);
  const [account] = rows;
  if (!account) return;
  const email = await emails.opened(account, emailPlaces.account(userId), transaction);
  await addNotice(transaction, emails, { kind, email, userId, isProven: account.isProven });
}
