import { createHmac, hkdfSync } from 'node:crypto';
import { type SecretToken, secretTokenHash } from './secret-token';

const keyBytes = 32;
const derivationPurpose = 'refresh-successor-v1';

/** Random bytes that are stored with a used refresh token until its successor is used. */
export const successorSaltBytes = 32;

/** The successor of a refresh token, for the salt that is stored with it. */
export type RefreshSuccessor = (salt: Uint8Array, token: string) => SecretToken;

/**
 * The successor is computed from the token and the salt, so that a repeated refresh gets the same
 * one although only its hash is stored. Nobody can compute it without the salt, the token and
 * `secret`.
 */
export function refreshSuccessors(secret: string): RefreshSuccessor {
  const key = Buffer.from(hkdfSync('sha256', secret, '', derivationPurpose, keyBytes));
  return (salt, used) => {
    const token = createHmac('sha256', key).update(salt).update(used).digest('base64url');
    return { token, hash: secretTokenHash(token) };
  };
}
