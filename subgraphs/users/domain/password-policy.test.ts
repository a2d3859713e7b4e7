import { describe, expect, it } from 'vitest';
import { commonPasswords } from './common-passwords';
import { passwordProblem } from './password-policy';

describe('passwordProblem', () => {
  it.each([
    '12345678',
    'a'.repeat(7),
    'a'.repeat(129),
    'Password1',
    'PASSWORD123',
    'abcdefg\ud83d',
  ])('refuses %j', (password) => {
    expect(passwordProblem(password)).not.toBeNull();
  });

  it.each(['demo-password', 'zwölf äh', 'a'.repeat(128), '        ', '🐎🐎🐎🐎🐎🐎🐎🐎'])(
    'takes %j',
    (password) => {
      expect(passwordProblem(password)).toBeNull();
    },
  );

  it('counts a composed letter once, however it was typed', () => {
    expect(passwordProblem('e\u0301'.repeat(7))).not.toBeNull();
    expect(passwordProblem('e\u0301'.repeat(8))).toBeNull();
  });
});

describe('the list of common passwords', () => {
  it('holds what could be chosen, in the form it is looked up in', () => {
    expect(commonPasswords.size).toBeGreaterThan(1_000);
    for (const password of commonPasswords) {
      expect(password).toBe(password.toLowerCase());
      expect([...password].length).toBeGreaterThanOrEqual(8);
    }
  });
});
