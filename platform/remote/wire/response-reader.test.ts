import { describe, expect, test } from 'vitest';
import { ByteBudget } from '../../values/byte-budget';
import { headersBytesMax } from '../limits';
import { MalformedResponse } from './response-head';
import { ResponseReader } from './response-reader';

const budgetBytes = 200_000;

function newReader(bytesMax = 100_000) {
  const budget = new ByteBudget(budgetBytes);
  return { budget, reader: new ResponseReader({ bytesMax, budget }) };
}

/** @returns what one reader makes of the parts; null if it needs more. */
function readAll(parts: readonly Buffer[]) {
  const { budget, reader } = newReader();
  // Connections write into one buffer again and again.
  const shared = Buffer.alloc(200_000);
  let isLeftOver = false;
  for (const part of parts) {
    part.copy(shared);
    isLeftOver = reader.read(shared.subarray(0, part.length)) || isLeftOver;
  }
  if (!reader.isComplete) return null;
  expect(budget.bytes).toBe(0);
  const { head, text } = reader;
  return { status: head?.status, isLast: head?.isLast, text, isLeftOver };
}

const text = '{"data":{"name":"Größe 漢字 😀"}}';
const bytes = Buffer.byteLength(text);
const chunked = (size: number) => {
  const whole = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let at = 0; at < whole.length; at += size) {
    const chunk = whole.subarray(at, at + size);
    chunks.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  return Buffer.concat(chunks).toString('latin1');
};
const utf8 = (value: string) => Buffer.from(value).toString('latin1');
const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

const good: Record<string, string> = {
  'a length': `${head}content-length: ${bytes}\r\n\r\n${utf8(text)}`,
  'names in capitals and spaces around values': `HTTP/1.1 200\r\nCONTENT-LENGTH:  ${bytes} \r\nX:\r\n\r\n${utf8(text)}`,
  'one chunk': `${head}transfer-encoding: chunked\r\n\r\n${chunked(1_000)}0\r\n\r\n`,
  'chunks of one byte': `${head}Transfer-Encoding: Chunked\r\n\r\n${chunked(1)}0\r\n\r\n`,
  'chunks and trailers': `${head}transfer-encoding: chunked\r\n\r\n${chunked(7)}000\r\nx-a: 1\r\nx-b:\r\n\r\n`,
  'early hints and more before': `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n${head}content-length: ${bytes}\r\n\r\n${utf8(text)}`,
};

describe.each(Object.entries(good))('a response with %s', (_name, response) => {
  const whole = Buffer.from(response, 'latin1');
  const expected = { status: 200, isLast: false, text, isLeftOver: false };

  test('is read the same wherever its bytes are split', () => {
    expect(readAll([whole])).toEqual(expected);
    for (let at = 1; at < whole.length; at += 1) {
      expect(readAll([whole.subarray(0, at), whole.subarray(at)])).toEqual(expected);
    }
    expect(readAll([...whole].map((byte) => Buffer.from([byte])))).toEqual(expected);
  });

  test('is not complete before its last byte, and nothing after it is part of it', () => {
    for (let at = 1; at < whole.length; at += 1) {
      expect(readAll([whole.subarray(0, at)])).toBeNull();
    }
    const following = Buffer.concat([whole, Buffer.from(good['a length'] ?? '', 'latin1')]);
    expect(readAll([following])).toEqual({ ...expected, isLeftOver: true });
  });
});

test.each([204, 304])(
  '%i has no body, whatever it announces, and is the last response',
  (status) => {
    const response = `HTTP/1.1 ${status} No\r\ncontent-length: 5\r\n\r\nHTTP/1.1 200 OK\r\n`;
    expect(readAll([Buffer.from(response)])).toEqual({
      status,
      isLast: true,
      text: '',
      isLeftOver: true,
    });
  },
);

test.each([
  ['close', true],
  ['Keep-Alive', false],
  ['x, Close', true],
  ['closed', false],
])('connection: %s', (value, isLast) => {
  const response = `${head}connection: ${value}\r\ncontent-length: 2\r\n\r\n{}`;
  expect(readAll([Buffer.from(response)])).toMatchObject({ isLast, text: '{}' });
});

const malformed: Record<string, string> = {
  'another version': 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\n{}',
  'another protocol': 'ICY 200 OK\r\ncontent-length: 2\r\n\r\n{}',
  'bytes before it': '\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}',
  'a status of two digits': 'HTTP/1.1 20 OK\r\ncontent-length: 2\r\n\r\n{}',
  'a status below 100': 'HTTP/1.1 099 No\r\ncontent-length: 2\r\n\r\n{}',
  'switched protocols': 'HTTP/1.1 101 Switching\r\nupgrade: h2c\r\n\r\n',
  'two lengths': `${head}content-length: 2\r\ncontent-length: 3\r\n\r\n{}}`,
  'the same length twice': `${head}content-length: 2\r\ncontent-length: 2\r\n\r\n{}`,
  'a list of lengths': `${head}content-length: 2, 2\r\n\r\n{}`,
  'a negative length': `${head}content-length: -2\r\n\r\n{}`,
  'a length with a sign': `${head}content-length: +2\r\n\r\n{}`,
  'a hexadecimal length': `${head}content-length: 0x2\r\n\r\n{}`,
  'a length after a space that HTTP does not know': `${head}content-length: \xa02\r\n\r\n{}`,
  'a length before a tab': `${head}content-length: 2\t\r\n\r\n{}`,
  'an empty length': `${head}content-length:\r\n\r\n{}`,
  'no length': `${head}\r\n{}`,
  'a length and chunks': `${head}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
  'two codings': `${head}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
  'the same coding twice': `${head}transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
  'an unknown coding': `${head}transfer-encoding: identity\r\n\r\n{}`,
  'a folded line': `${head}x: 1\r\n content-length: 2\r\n\r\n{}`,
  'a space before the colon': `${head}content-length : 2\r\n\r\n{}`,
  'a line without a colon': `${head}content-length 2\r\n\r\n{}`,
  'a name that is empty': `${head}: 2\r\ncontent-length: 2\r\n\r\n{}`,
  'a NUL in a value': `${head}x: \0\r\ncontent-length: 2\r\n\r\n{}`,
  'a lone carriage return': `${head}x: \rcontent-length: 3\r\ncontent-length: 2\r\n\r\n{}`,
  'a lone line feed': `${head}x: 1\ncontent-length: 2\r\n\r\n{}`,
  'a chunk that is longer than its size': `${head}transfer-encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n`,
  'a size that is no number': `${head}transfer-encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n`,
  'a size with a space': `${head}transfer-encoding: chunked\r\n\r\n2 \r\n{}\r\n0\r\n\r\n`,
  'an empty size': `${head}transfer-encoding: chunked\r\n\r\n\r\n{}\r\n0\r\n\r\n`,
  'a size of nine digits': `${head}transfer-encoding: chunked\r\n\r\n000000002\r\n{}\r\n0\r\n\r\n`,
  'a chunk extension': `${head}transfer-encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n`,
  'a size that ends in a line feed': `${head}transfer-encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n`,
  'a trailer without a colon': `${head}transfer-encoding: chunked\r\n\r\n0\r\nHTTP/1.1 200 OK\r\n\r\n`,
  'a head beyond its limit': `${head}x: ${'x'.repeat(headersBytesMax)}`,
  'interim responses without end': 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(1_000),
  'trailers without end': `${head}transfer-encoding: chunked\r\n\r\n0\r\n${'x: 1\r\n'.repeat(5_000)}`,
};

test.each(Object.entries(malformed))('a response with %s is refused', (_name, response) => {
  expect(() => readAll([Buffer.from(response, 'latin1')])).toThrow(MalformedResponse);
  if (response.length > 1_000) return;
  const singly = [...Buffer.from(response, 'latin1')].map((byte) => Buffer.from([byte]));
  expect(() => readAll(singly)).toThrow(MalformedResponse);
});

test.each([
  ['announced', `${head}content-length: 100001\r\n\r\n`],
  ['chunked', `${head}transfer-encoding: chunked\r\n\r\nfffff\r\n`],
])('a body beyond the limit is refused as soon as it is %s', (_name, response) => {
  expect(() => readAll([Buffer.from(response)])).toThrow(
    'The response has more than 100000 bytes.',
  );
});

test('responses in flight share a limit, and give their bytes back', () => {
  const { budget, reader } = newReader();
  const begun = Buffer.from(`${head}content-length: 50000\r\n\r\n${'x'.repeat(40_000)}`);
  reader.read(begun);
  expect(budget.bytes).toBe(40_000);
  reader.release();
  expect(budget.bytes).toBe(0);
  budget.reserve(budgetBytes - 1);
  const other = new ResponseReader({ bytesMax: 100_000, budget });
  expect(() => other.read(begun)).toThrow('The responses in flight have too many bytes.');
});
