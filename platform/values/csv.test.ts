import { expect, test } from 'vitest';
import { csvLine } from './csv';

test('cells and lines are separated as in RFC 4180', () => {
  expect(csvLine(['a', 1, null, '', 'ü'])).toBe('a,1,,,ü\r\n');
});

test.each([
  ['a comma', 'Bonn, Germany', '"Bonn, Germany"'],
  ['a quote', 'the "Ada"', '"the ""Ada"""'],
  ['a line break', 'one\ntwo', '"one\ntwo"'],
])('a cell with %s is quoted', (_what, given, expected) => {
  expect(csvLine([given])).toBe(`${expected}\r\n`);
});

test.each(['=1+1', '+491234', '-1', '@SUM(A1)', '\tx', '=HYPERLINK("http://x")'])(
  'the formula %j is a text',
  (given) => {
    const cell = csvLine([given]).trimEnd().replace(/^"/, '');
    expect(cell.startsWith("'")).toBe(true);
  },
);

test('a cell that begins with a carriage return is a text in quotes', () => {
  expect(csvLine(['\r=1'])).toBe('"\'\r=1"\r\n');
});

test('a number stays one', () => {
  expect(csvLine([-1])).toBe('-1\r\n');
});
