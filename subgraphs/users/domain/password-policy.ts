import { commonPasswords } from './common-passwords';

export const passwordCharactersMin = 8;
/**
 * A password.
 * @exceeded VALIDATION
 * @test subgraphs/users/domain/password-policy.test.ts
 */
export const passwordCharactersMax = 128;
/**
 * Longer passwords are rejected before normalization. A code point has at most two UTF-16 units,
 * and normalization composes a character from at most a few code points.
 * @exceeded refused without hashing
 */
export const passwordUnitsMax = passwordCharactersMax * 8;

/** Hashing replaces lone surrogates, so that different passwords would have the same hash. */
const halfPair = /\p{Cs}/u;

const tooLong = `Takes at most ${passwordCharactersMax} characters.`;

/**
 * Why a password is rejected, or null if it is valid. Only its length and a list of common
 * passwords count, without rules about character classes (NIST SP 800-63B, section 3.1.1).
 * Characters are Unicode code points after normalization, as in the hash.
 */
export function passwordProblem(password: string): string | null {
  // Check before normalization, whose time grows with the square of the length.
  if (password.length > passwordUnitsMax) return tooLong;
  if (halfPair.test(password)) return 'Contains invalid characters (unpaired surrogates).';
  const characters = [...password.normalize('NFC')].length;
  if (characters < passwordCharactersMin) {
    return `Needs at least ${passwordCharactersMin} characters.`;
  }
  if (characters > passwordCharactersMax) return tooLong;
  return commonPasswords.has(password.toLowerCase())
    ? 'This password is too common. Choose another one.'
    : null;
}
