import { describe, expect, it, onTestFinished, vi } from 'vitest';
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

describe('a password that is far too long', () => {
  // Normalising takes time that grows with the square of the length: 4 s for 320 kB of this.
  const slow = `a${'\u0301\u0316'.repeat(80_000)}`;

  it('is refused by its length as written, and never normalised', () => {
    const normalize = vi.spyOn(String.prototype, 'normalize');
    onTestFinished(() => normalize.mockRestore());
    expect(passwordProblem(slow)).toBe('Takes at most 128 characters.');
    expect(normalize).not.toHaveBeenCalled();
  });

  it('has its length as the first problem', () => {
    expect(passwordProblem(`\ud800${slow}`)).toBe('Takes at most 128 characters.');
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
