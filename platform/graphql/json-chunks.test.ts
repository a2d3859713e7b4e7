import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeJson, encodeJsonWithin, jsonBytes } from './json-chunks';

/** Long enough that chunks of it are written one by one. */
const rows = (row: unknown) => Array.from({ length: 1_200 }, () => row);

test('writes what JSON.stringify writes, whatever the size', async () => {
  const small = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constant(undefined),
  );
  const object = fc.dictionary(fc.string({ unit: 'binary', maxLength: 5 }), small, { maxKeys: 3 });
  const data = fc.oneof(small, object, small.map(rows), object.map(rows));
  await fc.assert(
    fc.asyncProperty(data, async (value) => {
      const wrapped = { data: value, list: [value, 1, 2, value, 3], empty: rows([]), none: {} };
      const text = JSON.stringify(wrapped);
      expect(String(await encodeJson(wrapped))).toBe(text);
      expect(await jsonBytes(wrapped)).toBe(Buffer.byteLength(text));
    }),
    { numRuns: 25 },
  );
});

test('others run while a large answer is written', async () => {
  const row = { text: 'x'.repeat(2_500), nested: [{ a: 1 }] };
  let turns = 0;
  let isWritten = false;
  const count = () => {
    turns += 1;
    if (!isWritten) setImmediate(count);
  };
  setImmediate(count);
  const text = await encodeJson({ data: rows(row) });
  isWritten = true;
  expect(text).toHaveLength(JSON.stringify({ data: rows(row) }).length);
  // 3 MB, a quarter of a MB at a time.
  expect(turns).toBeGreaterThan(10);
});

test('stops at the first chunk past the limit', async () => {
  const text = 'ä'.repeat(5_000);
  const read: number[] = [];
  const list = Array.from({ length: 3_000 }, (_, index) => ({
    get text() {
      read.push(index);
      return text;
    },
  }));
  expect(await encodeJsonWithin(1_000_000, { list })).toBeNull();
  // 10 kB each, so that a hundred fill the limit.
  expect(new Set(read).size).toBeLessThan(200);
});

test('the limit itself is allowed, short or long', async () => {
  for (const value of [{ text: 'ä' }, { list: rows({ text: 'ä' }) }]) {
    const text = JSON.stringify(value);
    const bytes = Buffer.byteLength(text);
    expect(String(await encodeJsonWithin(bytes, value))).toBe(text);
    expect(await encodeJsonWithin(bytes - 1, value)).toBeNull();
  }
});
