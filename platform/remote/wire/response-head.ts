import { isLength, saysClose } from './head-fields';

/**
 * A response that is not exactly HTTP/1.1. Its connection is closed, and nothing after it is read:
 * two readings of the same bytes are how a response reaches the wrong caller.
 */
export class MalformedResponse extends Error {
  constructor(what: string) {
    super(`The response is malformed: ${what}.`);
  }
}

export interface ResponseHead {
  readonly status: number;
  /** The announced length of the body; null if it comes in chunks. */
  readonly bodyBytes: number | null;
  /** Whether the connection must not carry another call. */
  readonly isLast: boolean;
  /** How long the other side keeps an idle connection open; null if it does not say so. */
  readonly keepAliveMs: number | null;
}

/**
 * A status line and fields in lines of CR LF: no other line ends, no folded lines, no space before
 * a colon, no control characters.
 */
const exactHead =
  /^HTTP\/1\.1 (\d{3})(?: [\t\x20-\x7e\x80-\xff]*)?\r\n(?:[\w!#$%&'*+\-.^`|~]+:[\t\x20-\x7e\x80-\xff]*\r\n)*$/;
export const exactField = /^[\w!#$%&'*+\-.^`|~]+:[\t\x20-\x7e\x80-\xff]*$/;
const keepAliveTimeout = /(?:^|[\s,])timeout=(\d{1,6})(?:$|[\s,])/i;

const informational = 100;
const successful = 200;
const switchingProtocols = 101;
const noContent = 204;
const notModified = 304;

/** Whether another head follows, e.g. early hints. */
export const isInterim = ({ status }: ResponseHead): boolean => status < successful;

/**
 * The value without spaces around it. HTTP also ignores tabs, which stay here: a length between
 * tabs is refused, as other readers do.
 */
function trimmed(text: string, from: number, to: number): string {
  let [begin, end] = [from, to];
  while (begin < end && text[begin] === ' ') begin += 1;
  while (end > begin && text[end - 1] === ' ') end -= 1;
  return text.slice(begin, end);
}

interface Framing {
  length: string | null;
  coding: string | null;
  isClosed: boolean;
  keepAliveMs: number | null;
}

function once(present: string | null, name: string, value: string): string {
  if (present !== null) throw new MalformedResponse(`it has ${name} twice`);
  return value;
}

const names = {
  length: 'content-length',
  coding: 'transfer-encoding',
  connection: 'connection',
  keepAlive: 'keep-alive',
} as const;
const nameLengths = new Set(Object.values(names).map(({ length }) => length));
const msPerSecond = 1_000;

function apply(framing: Framing, name: string, value: string): void {
  if (name === names.length) framing.length = once(framing.length, name, value);
  else if (name === names.coding) framing.coding = once(framing.coding, name, value);
  else if (name === names.connection) {
    framing.isClosed ||= saysClose(value);
  } else if (name === names.keepAlive) {
    const [, seconds] = keepAliveTimeout.exec(value) ?? [];
    if (seconds !== undefined) framing.keepAliveMs = Number(seconds) * msPerSecond;
  }
}

/** What the fields say about the end of the body and of the connection. */
function framingOf(text: string): Framing {
  const framing: Framing = { length: null, coding: null, isClosed: false, keepAliveMs: null };
  let at = text.indexOf('\r\n') + 2;
  while (at < text.length) {
    const end = text.indexOf('\r\n', at);
    const colon = text.indexOf(':', at);
    if (nameLengths.has(colon - at)) {
      apply(framing, text.slice(at, colon).toLowerCase(), trimmed(text, colon + 1, end));
    }
    at = end + 2;
  }
  return framing;
}

function bodyBytesOf(status: number, { length, coding }: Framing): number | null {
  if (length !== null && !isLength(length)) throw new MalformedResponse('its length is no number');
  if (coding !== null) {
    if (length !== null) throw new MalformedResponse('it has a length and a transfer coding');
    if (coding.toLowerCase() !== 'chunked')
      throw new MalformedResponse('its coding is not chunked');
  }
  if (status < successful || status === noContent || status === notModified) return 0;
  if (coding !== null) return null;
  // A body that ends with the connection looks like an answer that is cut off.
  if (length === null) throw new MalformedResponse('the length of its body is not known');
  return Number(length);
}

/**
 * Parses a response up to its empty line, which is left out.
 * @throws MalformedResponse if it is not exactly HTTP/1.1 or has no body of known length.
 */
export function parseHead(text: string): ResponseHead {
  const [, code] = exactHead.exec(text) ?? [];
  const status = Number(code);
  if (code === undefined || status < informational || status === switchingProtocols) {
    throw new MalformedResponse('its head is not that of HTTP/1.1');
  }
  const framing = framingOf(text);
  const bodyBytes = bodyBytesOf(status, framing);
  // Senders disagree about the body of these; if there is one, it must not be the next response.
  const isBodiless = status === noContent || status === notModified;
  const isLast = framing.isClosed || isBodiless;
  return { status, bodyBytes, isLast, keepAliveMs: framing.keepAliveMs };
}
