import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../testing/random';
import type { Refusal } from '../caller';
import { headersBytesMax } from '../limits';
import { RequestReader } from './request-reader';

const body = '{"query":"{ näme }"}';
const bodyBytes = Buffer.byteLength(body);
const fields = 'host: service\r\nx-viewer: a.b\r\nx-reads: replicas\r\ntraceparent: 00-1\r\n';
const head = `POST /public HTTP/1.1\r\n${fields}`;
const request = `${head}content-length: ${bodyBytes}\r\n\r\n${body}`;

/** What a request says. */
interface Read {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly viewer: unknown;
  readonly reads: unknown;
  readonly traceparent: unknown;
  readonly body: string;
}

const nobody = () => undefined;

/** Reads the bytes in these pieces. @returns null if the request is not complete. */
function readBy(reader: RequestReader, pieces: readonly Buffer[]): Read | null {
  let whole: string | null = null;
  for (const piece of pieces) whole = reader.read(piece, nobody);
  const { head: read } = reader;
  if (whole === null || read === null) return null;
  const { method, path, viewer, reads, traceparent } = read;
  return { method, path, viewer, reads, traceparent, body: whole };
}

const expected: Read = {
  method: 'POST',
  path: '/public',
  viewer: 'a.b',
  reads: 'replicas',
  traceparent: '00-1',
  body,
};

/** How a reader ends with this request: the status of its refusal, `more` or `read`. */
function endOf(text: string): number | 'more' | 'read' {
  try {
    return readBy(new RequestReader(), [Buffer.from(text)]) === null ? 'more' : 'read';
  } catch (error) {
    return (error as Refusal).status;
  }
}

test('a request reads the same wherever its bytes are split', () => {
  const bytes = Buffer.from(request);
  for (let at = 1; at < bytes.length; at += 1) {
    const pieces = [bytes.subarray(0, at), bytes.subarray(at)];
    expect(readBy(new RequestReader(), pieces)).toEqual(expected);
  }
  const single = [...bytes].map((byte) => Buffer.from([byte]));
  expect(readBy(new RequestReader(), single)).toEqual(expected);
});

test('one request after the other is read, and a request without a body', () => {
  const reader = new RequestReader();
  const bytes = Buffer.from(request);
  const halves = [bytes.subarray(0, -3), bytes.subarray(-3)];
  for (const pieces of [[bytes], halves, [bytes]]) {
    expect(readBy(reader, pieces)).toEqual(expected);
    reader.reset();
    expect(reader.hasBegun).toBe(false);
  }
  expect(readBy(reader, [Buffer.from(`${head}\r\n`)])?.body).toBe('');
});

test('the head is reported before the body has arrived, once', () => {
  const reader = new RequestReader();
  const heads: unknown[] = [];
  const [start, rest] = [request.slice(0, -4), request.slice(-4)];
  expect(reader.read(Buffer.from(start), (read) => heads.push(read))).toBeNull();
  expect(heads).toMatchObject([{ method: 'POST', bodyBytes, isLast: false }]);
  expect(reader.read(Buffer.from(rest), (read) => heads.push(read))).toBe(body);
  expect(heads).toHaveLength(1);
});

test.each<[string, string, number | 'more' | 'read']>([
  ['HTTP/1.0', request.replace('HTTP/1.1', 'HTTP/1.0'), 400],
  ['a whole URL', request.replace('/public', 'http://service/public'), 400],
  ['lines that end in LF', request.replaceAll('\r\n', '\n'), 'more'],
  ['a line that ends in LF', request.replace('service\r\n', 'service\n'), 400],
  ['a folded line', request.replace('service\r\n', 'service\r\n more\r\n'), 400],
  ['a space before a colon', request.replace('x-viewer:', 'x-viewer :'), 400],
  ['a control character', request.replace('a.b', 'a\0b'), 400],
  ['a line without a colon', request.replace('host: service', 'host'), 400],
  ['a field twice', request.replace('host: service', 'X-Viewer: c.d'), 400],
  [
    'the same length twice',
    request.replace('host: s', `content-length: ${bodyBytes}\r\nh: s`),
    400,
  ],
  ['spaces around a value', request.replace('a.b', ' a.b'), 400],
  ['a length with a sign', request.replace(`: ${bodyBytes}`, `: +${bodyBytes}`), 400],
  ['a length in hexadecimal', request.replace(`: ${bodyBytes}`, ': 0x10'), 400],
  ['chunks', request.replace('host: service', 'transfer-encoding: chunked'), 411],
  ['bytes after the body', `${request} `, 400],
  ['a second request', `${request}${request}`, 400],
  ['a body that is not whole', request.slice(0, -1), 'more'],
  ['a field that is not read', request.replace('host:', 'x-other:'), 'read'],
  ['names in capitals', request.replace('x-viewer', 'X-VIEWER'), 'read'],
])('%s', (_name, text, end) => {
  expect(endOf(text)).toBe(end);
});

test('a head beyond the limit is refused, whether or not its end has arrived', () => {
  const long = `${head}x-other: ${'x'.repeat(headersBytesMax)}`;
  expect(endOf(long)).toBe(431);
  expect(endOf(`${long}\r\ncontent-length: 0\r\n\r\n`)).toBe(431);
});

test('a connection is announced as the last one by the option close alone', () => {
  const isLast = (value: string): boolean | undefined => {
    const reader = new RequestReader();
    reader.read(Buffer.from(request.replace('host: service', `connection: ${value}`)), nobody);
    return reader.head?.isLast;
  };
  expect(['close', 'x, Close', 'keep-alive', 'closed'].map(isLast)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

let server: Server;
let theirs: Read[] = [];

beforeAll(async () => {
  server = createServer((message: IncomingMessage, response) => {
    let text = '';
    message.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    message.once('end', () => {
      const { method, url: path, headers } = message;
      const { 'x-viewer': viewer, 'x-reads': reads, traceparent } = headers;
      theirs.push({ method, path, viewer, reads, traceparent, body: text });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

/** The requests that node:http reads from these bytes. */
async function readByNode(bytes: Buffer): Promise<Read[]> {
  theirs = [];
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  socket.end(bytes);
  await once(socket, 'close');
  return theirs;
}

const pieces = ['\r\n', '\r', '\n', '\0', ' ', '\t', ':', ',', '0', '2', '\xa0', '\xff', '/', 'P']
  .concat('\r\n\r\n', 'content-length: 1\r\n', 'content-length:3\r\n', 'connection: close\r\n')
  .concat('transfer-encoding: chunked\r\n', 'x-viewer: c\r\n', 'HTTP/1.1', request);

function changed(text: string, random: Random): string {
  const at = random.int(0, text.length);
  const removed = random.chance(0.5) ? 0 : random.int(1, 3);
  const added = random.chance(0.2) ? '' : random.pick(pieces);
  return text.slice(0, at) + added + text.slice(at + removed);
}

test('whatever is changed in a request, ours reads it as node:http does or refuses it', async () => {
  const random = new Random(43);
  let read = 0;
  for (let round = 0; round < 5_000; round += 1) {
    const bytes = Buffer.from(changed(request, random), 'latin1');
    let mine: Read | null = null;
    try {
      mine = readBy(new RequestReader(), [bytes]);
    } catch {
      continue;
    }
    if (mine === null) continue;
    read += 1;
    expect([bytes.toString('latin1'), await readByNode(bytes)]).toEqual([
      bytes.toString('latin1'),
      [mine],
    ]);
  }
  expect(read).toBeGreaterThan(150);
}, 60_000);
