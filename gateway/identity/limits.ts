/**
 * Cache of valid tokens until they expire; the least recently used are evicted.
 * @exceeded the least recently used are verified again
 * @test gateway/identity/cached-credentials.test.ts
 */
export const verifiedTokensBytesMax = 10_000_000;
/** Measured: claims and cache entry of a token, in addition to its text. */
export const verifiedTokenOverheadBytes = 1_000;
/** Minimum time between queries for signing keys because of an unknown key id. */
export const signingKeysPauseMs = 5_000;
/**
 * Signing keys are read again after this time, so that withdrawn ones are dropped.
 * @exceeded they are read from users again
 */
export const signingKeysMaxAgeMs = 60_000;
/**
 * Answer of users to the question for signing keys.
 * @exceeded users is asked once more, then SERVICE_UNAVAILABLE
 */
export const signingKeysDeadlineMs = 2_000;

/**
 * How long answers of users about API keys and revoked sessions are used. Together with the
 * deadline below, changes apply everywhere within 5 s.
 * @exceeded users is asked before the request continues
 * @test gateway/identity/session-state.test.ts
 */
export const credentialsAgeMaxMs = 3_000;
/** Age at which they are refreshed in the background. */
export const credentialsRefreshMs = 2_000;
/**
 * Answer of users to that question.
 * @exceeded users is asked once more, then SERVICE_UNAVAILABLE
 * @test gateway/identity/session-state.test.ts
 */
export const credentialsDeadlineMs = 2_000;
/**
 * Longer than the lifetime of any access token.
 * @exceeded forgotten
 * @test gateway/identity/session-state.test.ts
 */
export const endedTokensTtlMs = 93_600_000;
/**
 * Accounts with revoked tokens in memory (60 MB); beyond that, all older tokens are rejected.
 * @exceeded the oldest go; tokens from before are refused
 * @test gateway/identity/cached-credentials.test.ts
 */
export const endedAccountsMax = 200_000;
/**
 * Cached API keys (20 MB).
 * @exceeded users is asked again
 * @test gateway/identity/cached-credentials.test.ts
 */
export const knownApiKeysMax = 10_000;
/** A day: a key that was valid once is looked up even if its address has sent unknown keys. */
export const goodApiKeysTtlMs = 86_400_000;
/**
 * Addresses of API keys that were reported to users (10 MB).
 * @exceeded the least recently used are reported again
 */
export const keyAddressesKnownMax = 50_000;
/** An address of a key is reported again after this time, as still in use. */
export const keyAddressPauseMs = 3_600_000;
/** The same when users did not answer. */
export const keyAddressRetryMs = 60_000;
