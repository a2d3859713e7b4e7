import { createHash, randomBytes } from 'node:crypto';

/** The number of recovery codes that an account gets after each enrolment. */
export const recoveryCodesCount = 10;

/** RFC 4648, in lower case: no character of it looks like another one. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const groups = 4;
const groupCharacters = 4;
const characters = groups * groupCharacters;

const pattern = /^[a-z2-7]{16}$/;

/** 80 random bits in four groups, such as `k3vd-7qzt-mw2a-x5fn`. */
export function newRecoveryCode(): string {
  // 256 is a multiple of 32, so each character is equally likely.
  const letters = [...randomBytes(characters)].map((byte) => alphabet.charAt(byte % 32));
  return Array.from({ length: groups }, (_, group) =>
    letters.slice(group * groupCharacters, (group + 1) * groupCharacters).join(''),
  ).join('-');
}

/**
 * What is stored of a code. Plain SHA-256 is enough: 80 random bits cannot be guessed, and it does
 * not depend on `auth.keySecret`, so the codes still work when that has changed.
 * @returns null if the text cannot be a code. Case, spaces and dashes do not matter.
 */
export function recoveryCodeHash(userId: string, typed: string): Buffer | null {
  const code = typed.toLowerCase().replace(/[\s-]/g, '');
  if (!pattern.test(code)) return null;
  return createHash('sha256').update(`${userId} ${code}`).digest();
}
