import { describe, expect, it } from 'vitest';
import { requiredTextProblem, textProblem } from './text';

const name = { charactersMax: 100 };
const tooLong = 'Takes at most 100 characters.';

describe('a line of text', () => {
  it.each([
    ['blanks', ' '.repeat(101)],
    ['a word among blanks', `Ada${' '.repeat(98)}`],
    ['control characters', '\u0000'.repeat(101)],
    ['half a surrogate pair', `\ud800${'x'.repeat(100)}`],
    ['card numbers', '4111 1111 1111 1111 '.repeat(6)],
  ])('that is too long is refused for its length first: %s', (_what, text) => {
    expect(textProblem(text, name)).toBe(tooLong);
    expect(requiredTextProblem(text, name)).toBe(tooLong);
  });

  it('may be blank only where it may be left out', () => {
    expect(textProblem('  ', name)).toBeNull();
    expect(requiredTextProblem('  ', name)).toBe('Must not be empty.');
  });
});
