/** Sequences that people type: the alphabet, the digits, and the rows of keyboards. */
const sequences = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  '0123456789abcdef',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
].flatMap((sequence) => [sequence, [...sequence].reverse().join('')]);

/** What each part of a secret costs a guesser, in bits. */
const bits = {
  /** Which sequence, where it begins, and how long it is. */
  sequence: 6,
  /** Where the same text was before, and how long it is. */
  repetition: 6,
  /** A word of a short list; few words are longer than eight letters. */
  word: 8,
  letterPastWord: 1.5,
  letter: Math.log2(26),
  digit: Math.log2(10),
  symbol: 5,
  repeatedSymbol: 1,
} as const;
const sequenceCharactersMin = 4;
const repetitionCharactersMin = 3;
const wordLetters = 8;
/** What is past them adds nothing that a decision needs. */
const charactersMax = 256;

/** How many characters two texts have in common, from an index of each. */
function commonLength(one: string, from: number, other: string, otherFrom: number): number {
  let length = 0;
  while (
    from + length < one.length &&
    otherFrom + length < other.length &&
    one[from + length] === other[otherFrom + length]
  ) {
    length += 1;
  }
  return length;
}

function longestSequence(folded: string, from: number): number {
  const lengths = sequences.map((sequence) => {
    const start = sequence.indexOf(folded[from] ?? '');
    return start === -1 ? 0 : commonLength(folded, from, sequence, start);
  });
  return Math.max(...lengths);
}

function longestRepetition(folded: string, from: number): number {
  let longest = 0;
  for (let start = 0; start < from; start += 1) {
    longest = Math.max(longest, commonLength(folded, from, folded, start));
  }
  return longest;
}

const word = /[A-Za-z][a-z]*|[A-Z]+/y;

function wordLength(text: string, from: number): number {
  word.lastIndex = from;
  return word.exec(text)?.[0].length ?? 0;
}

const wordBits = (length: number): number =>
  Math.min(
    length * bits.letter,
    bits.word + Math.max(0, length - wordLetters) * bits.letterPastWord,
  );

function characterBits(text: string, at: number): number {
  const character = text[at] ?? '';
  if (/[a-z]/i.test(character)) return bits.letter;
  if (/[0-9]/.test(character)) return bits.digit;
  return text.indexOf(character) < at ? bits.repeatedSymbol : bits.symbol;
}

/**
 * A low estimate of what the text costs a guesser: the cheapest way to build it from sequences,
 * repetitions, words and characters. Every run of letters counts as a common word, because a list
 * of words would never be complete.
 */
function cheapestBits(text: string): number {
  const folded = text.toLowerCase();
  const costs: number[] = Array.from({ length: text.length + 1 }, () => Number.POSITIVE_INFINITY);
  costs[0] = 0;
  for (let from = 0; from < text.length; from += 1) {
    const soFar = costs[from] ?? 0;
    const reach = (length: number, cost: number) => {
      costs[from + length] = Math.min(costs[from + length] ?? 0, soFar + cost);
    };
    const reachUpTo = (longest: number, least: number, cost: (length: number) => number) => {
      for (let length = least; length <= longest; length += 1) reach(length, cost(length));
    };
    reach(1, characterBits(text, from));
    reachUpTo(wordLength(text, from), 1, wordBits);
    reachUpTo(longestSequence(folded, from), sequenceCharactersMin, () => bits.sequence);
    reachUpTo(longestRepetition(folded, from), repetitionCharactersMin, () => bits.repetition);
  }
  return costs[text.length] ?? 0;
}

const lettersBySymbol: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
/** Words such as `p4ssw0rd` without the digits and symbols between their letters. */
const withoutLeet = (text: string): string =>
  text.replace(/(?<=[a-z])[013457@$!]{1,2}(?=[a-z])/gi, (symbols) =>
    [...symbols].map((symbol) => lettersBySymbol[symbol]).join(''),
  );

/** The text that was encoded as base64 or hexadecimal; null if it is of random bytes. */
function decoded(text: string): string | null {
  const encodings = ['base64', 'hex'] as const;
  const inner = encodings.map((encoding) => Buffer.from(text, encoding).toString('latin1'));
  return inner.find((found) => /^[\x20-\x7e\n]{8,}$/.test(found)) ?? null;
}

const hex = /^[0-9a-f-]+$/i;
const base64 = /^[\w+/-]+=*$/;
/** How often an upper-case letter follows a lower-case one in random bytes without a digit. */
const caseChangesMin = 6;

/** Whether a text looks like random bytes: letters of both cases, and digits or changes of case. */
function isBase64(text: string): boolean {
  if (!base64.test(text) || !/[a-z]/.test(text) || !/[A-Z]/.test(text)) return false;
  return /[0-9]/.test(text) || (text.match(/[a-z][A-Z]/g)?.length ?? 0) >= caseChangesMin;
}
/** The length of 32 random bytes. */
const generatedForms = [/^[0-9a-f]{64,}$/i, /^[\w+/-]{43,}=*$/];

/** The least bits of text that has the form of random bytes, which are underestimated. */
const encodedBitsMin = 56;
/** The least bits of any other text, which somebody may have typed. */
const typedBitsMin = 96;

/**
 * `generated`: 32 random bytes or more, as hexadecimal text, base64 or base64url; `other`: not of
 * this form; `guessable`: found by a guesser who tries words, sequences of the keyboard,
 * repetitions, and the same in base64.
 */
export type SecretStrength = 'generated' | 'other' | 'guessable';

export function secretStrength(secret: string): SecretStrength {
  const text = secret.slice(0, charactersMax);
  const inner = decoded(text);
  if (inner !== null && secretStrength(inner) === 'guessable') return 'guessable';
  const isEncoded = hex.test(text) || isBase64(text);
  const isGuessable = isEncoded
    ? cheapestBits(text) < encodedBitsMin
    : Math.min(cheapestBits(text), cheapestBits(withoutLeet(text))) < typedBitsMin;
  if (isGuessable) return 'guessable';
  return isEncoded && generatedForms.some((form) => form.test(text)) ? 'generated' : 'other';
}
