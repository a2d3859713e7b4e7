import { describe, expect, it } from 'vitest';
import { idempotencyKeyProblem, textProblem, textProblems, trimmedOrNull } from './text';

const line = { charactersMax: 20 };
const note = { charactersMax: 20, isMultiline: true, isOptional: true };

describe('textProblem', () => {
  it.each([
    'Jane Doe',
    ' Jane Doe ',
    'Jörg 🙂',
    'x'.repeat(20),
    '<b>&\'"',
    // A joiner within a word, a mark of direction, a family, a flag of tags.
    'می\u200cخواهم',
    'שלום\u200f',
    '👩\u200d👧',
    '🏴\u{e0067}\u{e0062}\u{e007f}',
  ])('accepts %j', (text) => {
    expect(textProblem(text, line)).toBeNull();
  });

  it.each([
    ['21 characters', 'x'.repeat(21), /at most 20/],
    ['one character and 20 spaces', `x${' '.repeat(20)}`, /at most 20/],
    ['a high surrogate without its low one', 'a\ud800b', /surrogate/],
    ['a low surrogate without its high one', 'a\udc00', /surrogate/],
    ['a zero byte', 'a\0b', /control/],
    ['an escape sequence', '\u001b[31m', /control/],
    ['DEL', 'a\u007f', /control/],
    ['NEL', 'a\u0085b', /control/],
    ['a line break', 'a\nb', /control/],
    ['a tab', 'a\tb', /control/],
    ['a line break at its end', 'a\n', /control/],
    ['nothing', '', /empty/],
    ['spaces', '   ', /empty/],
    ['characters of no width', '\u200b\u200b\u2060\ufeff', /empty/],
    ['tag characters', '\u{e0041}\u{e0064}\u{e0061}', /empty/],
    ['marks of direction and a soft hyphen', '\u200e\u200f\u061c\u00ad', /empty/],
    ['fillers and blanks', '\u3164\u115f\u2800\u00a0\u3000', /empty/],
    ['variation selectors', '\ufe0f\u{e0100}', /empty/],
    ['an override of direction', 'Ada\u202eecalevoL', /direction/],
    ['an isolate', '\u2066Ada\u2069', /direction/],
    ['a card number', '4111 1111 1111 1111', /card/],
  ])('refuses %s on one line', (_kind, text, message) => {
    expect(textProblem(text, line)).toMatch(message);
  });

  it('accepts tabs and line breaks in a text of several lines, and no other control', () => {
    expect(textProblem('a\tb\r\nc', note)).toBeNull();
    expect(textProblem('a\0b', note)).toMatch(/control/);
    expect(textProblem('a\u0007', note)).toMatch(/control/);
    expect(textProblem('a\n\u202eb', note)).toMatch(/direction/);
  });

  it('accepts blank text where it is optional', () => {
    expect(textProblem('', note)).toBeNull();
    expect(textProblem(' \n ', note)).toBeNull();
  });

  it('accepts a card number in fields that may look like one', () => {
    expect(textProblem('4111111111111111', { ...line, mayLookLikeCard: true })).toBeNull();
  });

  it('names the length alone, whatever else is wrong with a long text', () => {
    const everything = `4111 1111 1111 1111 \0\ud800${' '.repeat(20)}`;
    expect(textProblems(['note'], everything, note)).toEqual([
      { path: ['note'], message: 'Takes at most 20 characters.' },
    ]);
  });

  it('finds nothing wrong with an optional text that is absent', () => {
    expect(textProblems(['note'], undefined, note)).toEqual([]);
    expect(textProblems(['note'], null, note)).toEqual([]);
  });
});

describe('trimmedOrNull', () => {
  it('trims, and leaves null of what is blank or absent', () => {
    expect([' a b ', ' ', '\u200b', '', null, undefined].map(trimmedOrNull)).toEqual([
      'a b',
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('idempotencyKeyProblem', () => {
  const accepted = [
    'order-12',
    'x'.repeat(255),
    '!"#$%&~}',
    'order 12',
    'örder-12',
    '🛒'.repeat(255),
  ];

  it.each(accepted)('accepts %j', (key) => {
    expect(idempotencyKeyProblem(key)).toBeNull();
  });

  it.each([
    ['7 characters', 'order-1'],
    ['256 characters', 'x'.repeat(256)],
    ['a line break at its end', 'order-12\n'],
    ['a zero byte', 'order-1\0'],
    ['nothing but spaces', ' '.repeat(8)],
    ['7 characters of two units each', '🛒'.repeat(7)],
    ['half a surrogate pair', 'order-12\ud800'],
  ])('refuses %s', (_kind, key) => {
    expect(idempotencyKeyProblem(key)).toMatch(/8 to 255/);
  });
});
