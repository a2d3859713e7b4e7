import { commonPasswords } from './common-passwords';

export const passwordCharactersMin = 8;
export const passwordCharactersMax = 128;
/**
 * Nothing longer is looked at when a password is checked: a code point is at most two UTF-16 units,
 * and composing never makes more than a few of one.
 */
export const passwordUnitsMax = passwordCharactersMax * 8;

/** Half a surrogate pair is replaced on the way to the hash: two passwords would be one. */
const halfPair = /\p{Cs}/u;

const tooLong = `Takes at most ${passwordCharactersMax} characters.`;

/**
 * Why a password is refused, or null for a good one. No rules of composition: length and not being
 * among the first that everyone tries is what counts (NIST SP 800-63B, section 3.1.1). Characters
 * are Unicode code points after composition, as in the hash.
 */
export function passwordProblem(password: string): string | null {
  // First, as written: normalising takes time that grows with the square of the length.
  if (password.length > passwordUnitsMax) return tooLong;
  if (halfPair.test(password)) return 'Has characters that are no text.';
  const characters = [...password.normalize('NFC')].length;
  if (characters < passwordCharactersMin) {
    return `Needs at least ${passwordCharactersMin} characters.`;
  }
  if (characters > passwordCharactersMax) return tooLong;
  return commonPasswords.has(password.toLowerCase())
    ? 'Is among the commonest passwords, which are tried first.'
    : null;
}
