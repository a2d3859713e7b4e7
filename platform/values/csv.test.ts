import { expect, test } from 'vitest';
import { csvLine, neutralText, textOfNeutral } from './csv';

/** The cells that a spreadsheet with the separator `;` makes of a line, quotes left out. */
const cellsOf = (line: string): string[] => line.replaceAll('"', '').split(/[;\t\r\n]/);

test('cells and lines are separated as in RFC 4180, and every text is in quotes', () => {
  expect(csvLine(['a', 1, null, '', 'ü'])).toBe('"a",1,,"","ü"\r\n');
});

test.each([
  ['a comma', 'Bonn, Germany', '"Bonn, Germany"'],
  ['a quote', 'the "Ada"', '"the ""Ada"""'],
  ['a line break', 'one\ntwo', '"one\ntwo"'],
  ['a semicolon', 'one; two', '"one; two"'],
])('a cell with %s is quoted', (_what, given, expected) => {
  expect(csvLine([given])).toBe(`${expected}\r\n`);
});

test.each([
  '=1+1',
  '+491234',
  '-1',
  '@SUM(A1)',
  '\tx',
  '=HYPERLINK("http://x")',
  ' =1',
  '\ufeff=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(A1)',
  '\u3000＝1',
])('the formula %j is a text', (given) => {
  expect(csvLine([given])).toBe(`"'${given.replaceAll('"', '""')}"\r\n`);
});

test.each(['x;=1+1', 'x; -1', "x;'=1", 'x\t@SUM(A1)', 'x\r\n+1', 'x;＝1'])(
  'a separator within %j begins no formula',
  (given) => {
    expect(cellsOf(csvLine([given])).filter((cell) => /^\s*[=+\-@＝]/.test(cell))).toEqual([]);
  },
);

test('every character that NFKC turns into the start of a formula counts as one', () => {
  const missed: string[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const text = String.fromCodePoint(code);
    const begins = /^[=+\-@]/.test(text.normalize('NFKC'));
    if (begins !== neutralText(text).startsWith("'") && !/['\t\r\n]/.test(text)) missed.push(text);
  }
  expect(missed).toEqual([]);
});

test('every text can be read again', () => {
  const alphabet = ["'", '=', ';', '\t', '\n', ' ', '1'];
  let texts = [''];
  for (let length = 1; length <= 5; length += 1) {
    texts = texts.flatMap((text) => alphabet.map((letter) => text + letter));
    for (const text of texts) {
      if (textOfNeutral(neutralText(text)) !== text) expect(text).toBe('can be read again');
    }
  }
});

test('a cell that begins with a carriage return is a text', () => {
  expect(csvLine(['\rx'])).toBe('"\'\rx"\r\n');
});

test('a number stays one', () => {
  expect(csvLine([-1])).toBe('-1\r\n');
});
