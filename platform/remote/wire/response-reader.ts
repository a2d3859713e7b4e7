import type { ByteBudget } from '../../values/byte-budget';
import { headersBytesMax } from '../limits';
import {
  exactField,
  isInterim,
  MalformedResponse,
  parseHead,
  type ResponseHead,
} from './response-head';

export interface BodyLimits {
  /** Maximum bytes of a body. */
  readonly bytesMax: number;
  /** Shared by all responses in flight. */
  readonly budget: ByteBudget;
}

const headEnd = '\r\n\r\n';
const lineEnd = '\r\n';
/** A chunk's size in hexadecimal; extensions are refused, as nothing between our parts sends any. */
const chunkSize = /^[\da-f]{1,8}$/i;
const chunkSizeBytesMax = 8;
const hexadecimal = 16;

/** What is read next. */
type Part = 'head' | 'body' | 'size' | 'chunk' | 'chunkEnd' | 'trailer' | 'nothing';

const nothingRead = Buffer.alloc(0);
const blockBytesMin = 16 * 1024;

/**
 * Reads one response, however its bytes arrive. It reads exactly what HTTP/1.1 says and refuses
 * everything else.
 */
export class ResponseReader {
  head: ResponseHead | null = null;
  text = '';
  private part: Part = 'head';
  /** Bytes of a line or a head whose end has not arrived. */
  private pending: Buffer = nothingRead;
  private readonly blocks: Buffer[] = [];
  /** The last block, and how much of it is filled. */
  private block = nothingRead;
  private blockBytes = 0;
  private reservedBytes = 0;
  private bodyBytes = 0;
  private lineBytes = 0;
  /** Bytes that are left of the body or of the chunk. */
  private left = 0;

  constructor(private readonly limits: BodyLimits) {}

  get isComplete(): boolean {
    return this.part === 'nothing';
  }

  /**
   * Reads the bytes, and keeps none of them: the caller may write into the buffer again.
   * @returns whether bytes are left over after the end of the response.
   * @throws MalformedResponse, or Error if the body is beyond a limit.
   */
  read(arrived: Buffer): boolean {
    const bytes = this.pending.length === 0 ? arrived : Buffer.concat([this.pending, arrived]);
    let at = 0;
    while (this.part !== 'nothing') {
      const next = this.readPart(bytes, at);
      if (next === null) break;
      at = next;
    }
    this.pending = nothingRead;
    if (this.isComplete) return at < bytes.length;
    if (at < bytes.length) this.pending = Buffer.from(bytes.subarray(at));
    return false;
  }

  /** Gives back the bytes of a response that is complete or given up. */
  release(): void {
    this.limits.budget.release(this.reservedBytes);
    this.reservedBytes = 0;
    this.blocks.length = 0;
  }

  /** @returns where the next part begins; null if more bytes are needed. */
  private readPart(bytes: Buffer, at: number): number | null {
    switch (this.part) {
      case 'head':
        return this.readHead(bytes, at);
      case 'body':
      case 'chunk':
        return this.readBody(bytes, at);
      case 'size':
        return this.readSize(bytes, at);
      case 'chunkEnd':
        return this.readChunkEnd(bytes, at);
      default:
        return this.readTrailer(bytes, at);
    }
  }

  private readHead(bytes: Buffer, at: number): number | null {
    const end = bytes.indexOf(headEnd, at, 'latin1');
    this.demandShort((end === -1 ? bytes.length : end + headEnd.length) - at);
    if (end === -1) return null;
    const next = end + headEnd.length;
    // Interim responses count too, so that they cannot come without end.
    this.lineBytes += next - at;
    const head = parseHead(bytes.toString('latin1', at, end + lineEnd.length));
    if (isInterim(head)) return next;
    this.head = head;
    this.lineBytes = 0;
    if (head.bodyBytes === null) this.part = 'size';
    else this.expect(head.bodyBytes, 'body');
    if (head.bodyBytes === 0) this.finish();
    return next;
  }

  private demandShort(bytes: number): void {
    if (this.lineBytes + bytes > headersBytesMax) {
      throw new MalformedResponse(`its fields have more than ${headersBytesMax} bytes`);
    }
  }

  private expect(bytes: number, part: 'body' | 'chunk'): void {
    this.bodyBytes += bytes;
    if (this.bodyBytes > this.limits.bytesMax) {
      throw new Error(`The response has more than ${this.limits.bytesMax} bytes.`);
    }
    this.left = bytes;
    this.part = part;
  }

  private readBody(bytes: Buffer, at: number): number | null {
    const end = Math.min(bytes.length, at + this.left);
    if (end === at) return null;
    this.left -= end - at;
    const isWholeBody = this.part === 'body' && this.left === 0 && this.blocks.length === 0;
    if (isWholeBody) this.text = bytes.toString('utf8', at, end);
    else this.keep(bytes.subarray(at, end));
    if (this.left > 0) return end;
    if (this.part === 'chunk') this.part = 'chunkEnd';
    else this.finish();
    return end;
  }

  private keep(bytes: Buffer): void {
    if (!this.limits.budget.reserve(bytes.length)) {
      throw new Error('The responses in flight have too many bytes.');
    }
    this.reservedBytes += bytes.length;
    // Blocks and not one buffer for each chunk, as a chunk may have a single byte.
    for (let at = 0; at < bytes.length; ) {
      if (this.blockBytes === this.block.length) this.addBlock(bytes.length);
      const copied = bytes.copy(this.block, this.blockBytes, at);
      this.blockBytes += copied;
      at += copied;
    }
  }

  private addBlock(bytesAtLeast: number): void {
    this.block = Buffer.allocUnsafe(Math.max(blockBytesMin, bytesAtLeast));
    this.blockBytes = 0;
    this.blocks.push(this.block);
  }

  private readSize(bytes: Buffer, at: number): number | null {
    const end = bytes.indexOf(lineEnd, at, 'latin1');
    const lineBytes = (end === -1 ? bytes.length - 1 : end) - at;
    const line = end === -1 ? null : bytes.toString('latin1', at, end);
    if (lineBytes > chunkSizeBytesMax || (line !== null && !chunkSize.test(line))) {
      throw new MalformedResponse('the size of a chunk is no number');
    }
    if (line === null) return null;
    const size = Number.parseInt(line, hexadecimal);
    if (size === 0) this.part = 'trailer';
    else this.expect(size, 'chunk');
    return end + lineEnd.length;
  }

  private readChunkEnd(bytes: Buffer, at: number): number | null {
    const next = at + lineEnd.length;
    if (bytes.length < next) return null;
    if (bytes.toString('latin1', at, next) !== lineEnd) {
      throw new MalformedResponse('a chunk is longer than its size');
    }
    this.part = 'size';
    return next;
  }

  /** Fields after the last chunk are checked and ignored. */
  private readTrailer(bytes: Buffer, at: number): number | null {
    const end = bytes.indexOf(lineEnd, at, 'latin1');
    const next = (end === -1 ? bytes.length : end) + lineEnd.length;
    this.demandShort(next - at);
    if (end === -1) return null;
    this.lineBytes += next - at;
    if (end === at) this.finish();
    else if (!exactField.test(bytes.toString('latin1', at, end))) {
      throw new MalformedResponse('a trailer is no field');
    }
    return next;
  }

  private finish(): void {
    this.part = 'nothing';
    if (this.blocks.length > 0) {
      this.blocks[this.blocks.length - 1] = this.block.subarray(0, this.blockBytes);
      this.text = Buffer.concat(this.blocks).toString('utf8');
    }
    this.release();
  }
}
