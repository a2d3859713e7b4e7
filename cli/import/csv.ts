/**
 * A streaming parser for CSV as in RFC 4180. Its input is bytes as latin-1 text, one character for
 * each byte, so that a chunk never cuts a multi-byte character; `text.ts` decodes the fields.
 */

export interface CsvRecord {
  /** Its first line in the file, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
  /** Text after a closing quote, or a quote that is never closed. */
  readonly isBroken: boolean;
}

export interface CsvParser {
  push(text: string): CsvRecord[];
  /** The last record, if the file does not end with a line break. */
  end(): CsvRecord[];
}

/**
 * The length of a record: an unclosed quote would otherwise take in the rest of the file.
 * @exceeded the import ends and names the line
 * @test cli/import/csv.test.ts
 */
export const recordCharactersMax = 1_000_000;

const quote = '"';
const lineFeed = '\n';
const carriageReturn = '\r';

type State = 'fieldStart' | 'plain' | 'quoted' | 'quoteInQuoted';

class RecordReader implements CsvParser {
  private state: State = 'fieldStart';
  private field = '';
  private fields: string[] = [];
  private isBroken = false;
  private line = 1;
  private recordLine = 1;
  private recordCharacters = 0;
  private records: CsvRecord[] = [];

  constructor(private readonly delimiter: string) {}

  push(text: string): CsvRecord[] {
    this.records = [];
    for (let at = 0; at < text.length; ) {
      const next = this.take(text, at);
      this.recordCharacters += next - at;
      at = next;
      if (this.recordCharacters > recordCharactersMax) {
        throw new RangeError(
          `The record in line ${this.recordLine} does not end. Check it for an unclosed quote.`,
        );
      }
    }
    return this.records;
  }

  end(): CsvRecord[] {
    this.records = [];
    if (this.state === 'quoted') this.isBroken = true;
    if (this.state !== 'fieldStart' || this.fields.length > 0) this.endRecord();
    return this.records;
  }

  /**
   * Consumes a special character, or a run of ordinary ones at once.
   * @returns the next position.
   */
  private take(text: string, at: number): number {
    const { state, delimiter } = this;
    const isInside = state === 'plain' || state === 'quoted';
    const end = isInside ? runEnd(text, at, state, delimiter) : at;
    if (end === at) {
      this.step(text.charAt(at));
      return at + 1;
    }
    this.field += text.slice(at, end);
    if (state === 'quoted') this.line += lineBreaks(text, at, end);
    return end;
  }

  private step(character: string): void {
    if (character === lineFeed) this.line += 1;
    if (this.state === 'quoted') {
      if (character === quote) this.state = 'quoteInQuoted';
      else this.field += character;
    } else if (character === this.delimiter) this.endField();
    else if (character === lineFeed) this.endRecord();
    else if (this.state === 'quoteInQuoted') this.afterQuote(character);
    else if (this.state === 'fieldStart' && character === quote) this.state = 'quoted';
    else {
      this.field += character;
      this.state = 'plain';
    }
  }

  /** A doubled quote is one quote; a carriage return belongs to the line break after it. */
  private afterQuote(character: string): void {
    if (character === quote) {
      this.field += quote;
      this.state = 'quoted';
    } else if (character !== carriageReturn) this.isBroken = true;
  }

  private endField(): void {
    this.fields.push(this.field);
    this.field = '';
    this.state = 'fieldStart';
  }

  private endRecord(): void {
    if (this.state === 'plain' && this.field.endsWith(carriageReturn)) {
      this.field = this.field.slice(0, -1);
    }
    this.endField();
    const { fields, recordLine: line, isBroken } = this;
    // An empty line is not a record, nor is an empty row of a spreadsheet.
    if (fields.some((field) => field !== '')) this.records.push({ line, fields, isBroken });
    this.fields = [];
    this.isBroken = false;
    this.recordCharacters = 0;
    this.recordLine = this.line;
  }
}

/** @returns a parser whose `push` throws RangeError on a record of over a million characters. */
export function csvParser(delimiter = ','): CsvParser {
  return new RecordReader(delimiter);
}

function lineBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf(lineFeed, from); at !== -1 && at < to; count += 1) {
    at = text.indexOf(lineFeed, at + 1);
  }
  return count;
}

/** The position of the first special character in this state. */
function runEnd(text: string, from: number, state: State, delimiter: string): number {
  if (state === 'quoted') {
    const end = text.indexOf(quote, from);
    return end === -1 ? text.length : end;
  }
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === delimiter || character === lineFeed) return at;
  }
  return text.length;
}
