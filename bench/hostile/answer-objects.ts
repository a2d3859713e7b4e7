const quote = 0x22;
const backslash = 0x5c;
const openings = new Set([0x7b, 0x5b]);
const closings = new Set([0x7d, 0x5d]);
const brace = 0x7b;
const data = Buffer.from('data');

/** Counts the objects inside `data` while a response arrives, without `data` itself. */
export class AnswerObjects {
  count = 0;
  private depth = 0;
  private isInText = false;
  private isEscaped = false;
  /** The last string at the top level of the response: the key of the next value. */
  private name: number[] = [];

  add(chunk: Buffer): void {
    for (const byte of chunk) this.read(byte);
  }

  private read(byte: number): void {
    if (this.isInText) this.readText(byte);
    else if (byte === quote) {
      this.isInText = true;
      if (this.depth === 1) this.name = [];
    } else if (openings.has(byte)) {
      if (byte === brace && this.depth > 1 && data.equals(Buffer.from(this.name))) this.count += 1;
      this.depth += 1;
    } else if (closings.has(byte)) this.depth -= 1;
  }

  private readText(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === backslash) this.isEscaped = true;
    else if (byte === quote) this.isInText = false;
    else if (this.depth === 1) this.name.push(byte);
  }
}
