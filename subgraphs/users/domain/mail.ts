/** The mails to accounts; the names are those of their templates in `mail/`. */
export type AccountMailKind =
  | 'email_change_requested'
  | 'password_was_reset'
  | 'reset_password'
  | 'second_factor_was_reset'
  | 'verify_email';

/** What a mailed token allows, by the name of the mail that contains it. */
export type TokenPurpose = 'reset_password' | 'verify_email';

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

export const tokenSeconds: Readonly<Record<TokenPurpose, number>> = {
  reset_password: resetTokenSeconds,
  verify_email: verificationTokenSeconds,
};

/**
 * Mails of a kind to an e-mail address in an hour.
 * @exceeded dropped silently
 * @test subgraphs/users/operations/request-password-reset.test.ts
 */
export const mailsPerHour = 3;
