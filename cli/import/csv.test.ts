import { describe, expect, it } from 'vitest';
import { csvParser, recordCharactersMax } from './csv';

function parse(text: string, delimiter?: string) {
  const parser = csvParser(delimiter);
  return [...parser.push(text), ...parser.end()];
}

const fieldsOf = (text: string) => parse(text).map(({ fields }) => fields);

describe('CSV', () => {
  it('is split at commas and at Unix and Windows line breaks', () => {
    expect(fieldsOf('a,b\nc,d\r\ne,\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', ''],
    ]);
  });

  it('keeps commas, quotes and line breaks inside quotes', () => {
    expect(fieldsOf('"a,b","say ""hi""","two\r\nlines",""\nnext,row,is,here\n')).toEqual([
      ['a,b', 'say "hi"', 'two\r\nlines', ''],
      ['next', 'row', 'is', 'here'],
    ]);
  });

  it('reads a last line without a line break', () => {
    expect(fieldsOf('a,b\nc,"d"')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(fieldsOf('a,b\nc,')).toEqual([
      ['a', 'b'],
      ['c', ''],
    ]);
  });

  it('skips empty lines and rows', () => {
    expect(fieldsOf('\n\r\na,b\n\n,\r\n"",\n')).toEqual([['a', 'b']]);
  });

  it('keeps a quote in the middle of a field', () => {
    expect(fieldsOf('12" plate,x\n')).toEqual([['12" plate', 'x']]);
  });

  it('marks a malformed record and reads the next one', () => {
    const records = parse('"a"b,c\nd,e\n"never closed,\n');
    expect(records.map(({ isBroken, line }) => [line, isBroken])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
  });

  it('numbers records by their first line', () => {
    expect(parse('a\n"b\nb"\nc\n').map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  it('reads other delimiters', () => {
    expect(parse('a;"b;c"\n', ';')[0]?.fields).toEqual(['a', 'b;c']);
  });

  it('gives the same records for any division into chunks', () => {
    const text = 'a,"b ""x"",\r\nc"\r\nd,e\r\n"",f"g\nlast,"one"';
    const whole = parse(text);
    for (let length = 1; length < text.length; length += 1) {
      const parser = csvParser();
      const records = [];
      for (let at = 0; at < text.length; at += length) {
        records.push(...parser.push(text.slice(at, at + length)));
      }
      expect([...records, ...parser.end()]).toEqual(whole);
    }
  });

  it('rejects a record that an unclosed quote makes too long', () => {
    const parser = csvParser();
    expect(() => {
      for (let count = 0; count <= recordCharactersMax; count += 1_000) {
        parser.push(`${count === 0 ? '"' : ''}${'x,'.repeat(500)}`);
      }
    }).toThrow(/line 1 does not end/);
  });
});
