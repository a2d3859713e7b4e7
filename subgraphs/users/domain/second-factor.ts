/** How a second factor is proved. */
export const SecondFactorMethod = { TOTP: 'TOTP', RECOVERY_CODE: 'RECOVERY_CODE' } as const;
export type SecondFactorMethod = keyof typeof SecondFactorMethod;

/**
 * The time from the right password to the code.
 * @exceeded INVALID_CREDENTIALS: sign in again
 * @test subgraphs/users/operations/confirm-second-factor.test.ts
 */
export const challengeMinutes = 5;
/**
 * Wrong codes of one sign-in; the last one ends it.
 * @exceeded INVALID_CREDENTIALS, even with the right code
 * @test subgraphs/users/operations/confirm-second-factor.test.ts
 */
export const wrongCodesOfChallengeMax = 5;
/**
 * Wrong codes of an account in an hour, from all network addresses. Who types them knows the
 * password.
 * @exceeded RATE_LIMITED, even with the right code; recovery codes still work
 * @test subgraphs/users/operations/confirm-second-factor.test.ts
 */
export const wrongCodesPerHourMax = 20;
/**
 * Sign-ins of an account that wait for a code.
 * @exceeded the oldest end
 * @test subgraphs/users/operations/confirm-second-factor.test.ts
 */
export const challengesMax = 20;
/**
 * The time from `enrolTotp` to `confirmTotp`.
 * @exceeded INVALID_CREDENTIALS: enrol again
 * @test subgraphs/users/operations/confirm-totp.test.ts
 */
export const enrolmentMinutes = 60;
/**
 * How long staff may enrol after the registration, or after their second factor was reset, where
 * staff needs one.
 * @exceeded FORBIDDEN: an ADMIN resets it
 * @test subgraphs/users/operations/enrol-totp.test.ts
 */
export const mayEnrolHours = 24;
