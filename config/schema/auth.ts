import { z } from 'zod';
import { secretCharactersMin, secretSchema } from './secrets';
import { count, text } from './values';

/** Tokens, sessions and passwords. */
export const authSchema = z
  .strictObject({
    issuer: text.default('orderprocessing').describe('`iss` of access tokens'),
    audience: text.default('orderprocessing').describe('`aud` of access tokens'),
    accessTokenMinutes: count(1, 1440).default(15).describe('lifetime of an access token'),
    refreshTokenDays: count(1, 365).default(30).describe('lifetime of a refresh token'),
    sessionDays: count(1, 3650)
      .default(365)
      .describe('lifetime of a session from its sign-in, however often it is refreshed'),
    staffSessionHours: count(1, 8760).default(12).describe('the same for accounts of staff'),
    expiredSessionDays: count(1, 3650)
      .default(30)
      .describe('how long sessions, mailed tokens and sign-in challenges are stored once expired'),
    recentSignInMinutes: count(1, 1440)
      .default(15)
      .describe(
        'how long after a sign-in API keys may be created and rotated, and with a second factor password and address changed and the account erased',
      ),
    staffSecondFactor: z
      .boolean()
      .optional()
      .describe('staff has its roles only with a second factor; default on in production only'),
    requireVerifiedEmail: z
      .boolean()
      .default(false)
      .describe('placeOrder demands an account with a verified e-mail address'),
    signingKeyDays: count(1, 365).default(30).describe('age at which a signing key is replaced'),
    passwordCost: count(4, 20).default(12).describe('bcrypt cost; at least 10 in production'),
    hashingThreads: count(1, 64)
      .optional()
      .describe(
        'threads that hash passwords, beside one for known devices; default: cores less one, at least one',
      ),
    viewerSecret: secretSchema('auth.viewerSecret').describe('signs viewers between processes'),
    keySecret: secretSchema('auth.keySecret').describe(
      'protects API keys, refresh tokens, signing keys, second factors and the audit log',
    ),
    formerKeySecrets: z
      .array(z.string().min(secretCharactersMin))
      .default([])
      .describe(
        'earlier values of keySecret, by which older entries of the audit log are verified',
      ),
  })
  .prefault({});
