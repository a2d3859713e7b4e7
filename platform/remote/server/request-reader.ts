import { Refusal } from '../caller';
import { headersBytesMax } from '../limits';
import { parseRequestHead, type RequestHead } from './request-head';

const headEnd = '\r\n\r\n';
const lineEnd = '\r\n';
const nothing = Buffer.alloc(0);

/** Reads the requests of a connection, one at a time, however their bytes arrive. */
export class RequestReader {
  /** Whether bytes of a request have arrived. */
  hasBegun = false;
  head: RequestHead | null = null;
  /** The bytes of a head whose end has not arrived. */
  private pending: Buffer = nothing;
  private chunks: Buffer[] = [];
  /** Bytes that are left of the body. */
  private left = 0;

  /**
   * @param onHead called once for each request. What it throws refuses the request, whose body is
   * not read then.
   * @returns the body; null if more bytes are needed.
   * @throws Refusal if it is not exactly HTTP/1.1, or longer than announced: a caller sends its next
   * request after the answer.
   */
  read(arrived: Buffer, onHead: (head: RequestHead) => void): string | null {
    this.hasBegun = true;
    const rest = this.head === null ? this.readHead(arrived, onHead) : arrived;
    if (rest === null) return null;
    if (rest.length > this.left) throw new Refusal(400, 'The request is longer than announced.');
    this.left -= rest.length;
    if (this.left === 0 && this.chunks.length === 0) return rest.toString('utf8');
    this.chunks.push(rest);
    if (this.left > 0) return null;
    const body = Buffer.concat(this.chunks).toString('utf8');
    // The call may take long, and needs its text alone.
    this.chunks = [];
    return body;
  }

  /** Expects another request. */
  reset(): void {
    this.hasBegun = false;
    this.head = null;
  }

  /** @returns what has arrived after the head; null if its end has not. */
  private readHead(arrived: Buffer, onHead: (head: RequestHead) => void): Buffer | null {
    const bytes = this.pending.length === 0 ? arrived : Buffer.concat([this.pending, arrived]);
    const end = bytes.indexOf(headEnd, 0, 'latin1');
    if ((end === -1 ? bytes.length : end + headEnd.length) > headersBytesMax) {
      throw new Refusal(431, 'The head of the request is too long.');
    }
    this.pending = end === -1 ? bytes : nothing;
    if (end === -1) return null;
    this.head = parseRequestHead(bytes.toString('latin1', 0, end + lineEnd.length));
    this.left = this.head.bodyBytes;
    onHead(this.head);
    return bytes.subarray(end + headEnd.length);
  }
}
