import { Refusal } from '../caller';
import { isLength, saysClose } from '../wire/head-fields';

/** What a call says about itself before its body. */
export interface RequestHead {
  readonly method: string;
  readonly path: string;
  /** The announced length of the body. */
  readonly bodyBytes: number;
  /** Whether the caller sends nothing after this call. */
  readonly isLast: boolean;
  /** The signed viewer; undefined if there is none. */
  readonly viewer: string | undefined;
  /** `replicas` if lists may be read from replicas. */
  readonly reads: string | undefined;
  /** The W3C `traceparent` of the call. */
  readonly traceparent: string | undefined;
}

/**
 * A request line and fields in lines of CR LF: no other line ends, no folded lines, no space before
 * a colon, no control characters.
 */
const exactHead =
  /^([A-Z]{1,20}) (\/[\x21-\x7e]*) HTTP\/1\.1\r\n((?:[\w!#$%&'*+\-.^`|~]+:[\t\x20-\x7e\x80-\xff]*\r\n)*)$/;

/** The fields that are read; each may be sent once. */
const readFields = [
  'content-length',
  'transfer-encoding',
  'connection',
  'x-viewer',
  'x-reads',
  'traceparent',
] as const;
type Field = (typeof readFields)[number];

const byLength = new Map<number, readonly Field[]>(
  readFields.map(({ length }) => [length, readFields.filter((name) => name.length === length)]),
);

/** The value after one space or none, which is what is sent; other readers ignore more of them. */
function exactValue(text: string, field: Field): string {
  const value = text.startsWith(' ') ? text.slice(1) : text;
  if (value !== value.trim()) throw new Refusal(400, `The request has spaces around ${field}.`);
  return value;
}

function fieldsOf(lines: string): Partial<Record<Field, string>> {
  const fields: Partial<Record<Field, string>> = {};
  for (let at = 0; at < lines.length; ) {
    const [end, colon] = [lines.indexOf('\r\n', at), lines.indexOf(':', at)];
    const candidates = byLength.get(colon - at);
    const name = candidates && lines.slice(at, colon).toLowerCase();
    const field = candidates?.find((candidate) => candidate === name);
    if (field !== undefined) {
      if (fields[field] !== undefined) throw new Refusal(400, `The request has ${field} twice.`);
      fields[field] = exactValue(lines.slice(colon + 1, end), field);
    }
    at = end + 2;
  }
  return fields;
}

/**
 * Parses a request up to its empty line, which is left out. Two readings of the same bytes are how a
 * call gets another caller's rights, so everything that is not exactly HTTP/1.1 is refused.
 * @throws Refusal 400, or 411 for a body whose length is not announced.
 */
export function parseRequestHead(text: string): RequestHead {
  const [, method, path, lines] = exactHead.exec(text) ?? [];
  if (method === undefined || path === undefined || lines === undefined) {
    throw new Refusal(400, 'The head of the request is not that of HTTP/1.1.');
  }
  const fields = fieldsOf(lines);
  if (fields['transfer-encoding'] !== undefined) {
    throw new Refusal(411, 'The length of the body must be announced.');
  }
  const length = fields['content-length'] ?? '0';
  if (!isLength(length)) throw new Refusal(400, 'The length of the body is no number.');
  return {
    method,
    path,
    bodyBytes: Number(length),
    isLast: saysClose(fields.connection ?? ''),
    viewer: fields['x-viewer'],
    reads: fields['x-reads'],
    traceparent: fields.traceparent,
  };
}
