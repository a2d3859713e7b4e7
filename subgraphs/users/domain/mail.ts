/** Mails that anybody can have sent to an address: too many are dropped. */
export type RequestedMailKind = 'reset_password' | 'verify_email';

/** Mails that report a change of the account: too many are sent later, as one. */
export type NoticeKind =
  | 'api_key_was_created'
  | 'api_key_was_rotated'
  | 'change_was_disowned'
  | 'email_change_requested'
  | 'email_was_changed'
  | 'password_was_changed'
  | 'password_was_reset'
  | 'second_factor_was_removed'
  | 'second_factor_was_reset'
  | 'second_factor_was_set_up';

/** The mails to accounts; the names are those of their templates in `mail/`. */
export type AccountMailKind = RequestedMailKind | NoticeKind;

/** What a mailed token allows. */
export type TokenPurpose = 'disown' | 'reset_password' | 'verify_email';

/** An account has one token of these: the newest. A mail has one that disowns what it reports. */
export type ReplacedPurpose = Exclude<TokenPurpose, 'disown'>;

/**
 * Lifetime of a token that resets a password, from the moment its mail is sent.
 * @exceeded TOKEN_EXPIRED
 * @test subgraphs/users/operations/reset-password.test.ts
 */
export const resetTokenSeconds = 1_800;
/**
 * Lifetime of a token that verifies an e-mail address.
 * @exceeded TOKEN_EXPIRED
 * @test subgraphs/users/operations/verify-email.test.ts
 */
export const verificationTokenSeconds = 86_400;
/**
 * How long a change can be disowned by the link in its mail. For the same time, nobody else gets the
 * address that an account gave up.
 * @exceeded TOKEN_EXPIRED
 * @test subgraphs/users/operations/disown-change.test.ts
 */
export const disownTokenDays = 7;

export const tokenSeconds: Readonly<Record<ReplacedPurpose, number>> = {
  reset_password: resetTokenSeconds,
  verify_email: verificationTokenSeconds,
};

/**
 * Mails of a kind to an e-mail address in an hour.
 * @exceeded dropped silently; a notice about a change waits, and covers later ones of its kind
 * @test subgraphs/users/operations/request-password-reset.test.ts
 */
export const mailsPerHour = 3;
/**
 * Mails that verify an address and that an account may cause in an hour, whatever the addresses:
 * nobody mails lists of strangers through the shop.
 * @exceeded RATE_LIMITED for a new address
 * @test subgraphs/users/operations/update-profile.test.ts
 */
export const verificationsPerHour = 10;
/** How long a mail counts against these limits. */
export const countedHours = 1;
/** How long an ADMIN can retry a mail that failed for good. */
export const unhandledDays = 30;

const firstPauseSeconds = 5;
/** Somebody waits for a link: it should come soon after the mail server is back. */
const pauseSecondsMax = 300;
/**
 * Attempts to send a mail. With their pauses they cover a day, enough to repair a mail server.
 * @exceeded a dead letter, which an ADMIN can retry
 * @test subgraphs/users/workflows/send-mails.test.ts
 */
export const mailAttemptsMax = 301;

/** Seconds before the next attempt; doubled with each. */
export const mailPauseSeconds = (attempts: number): number =>
  Math.min(firstPauseSeconds * 2 ** (attempts - 1), pauseSecondsMax);

/** The name of the queue of these mails, among those of background jobs. */
export const mailQueueName = 'send-account-mail';
