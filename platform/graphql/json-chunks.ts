import { yieldFairly } from './fair-yield';

/**
 * Characters written without a yield: a millisecond of work.
 * @exceeded the others wait for a turn
 * @test platform/graphql/json-chunks.test.ts
 */
const charactersPerYield = 250_000;
/** Values that a chunk written by JSON.stringify may have. */
const valuesPerChunk = 1_000;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The number of values, weighted for names and long strings; stops counting at `max`. */
function weightOf(value: unknown, max: number): number {
  if (typeof value === 'string') return 1 + value.length / 100;
  if (!isObject(value)) return 1;
  let weight = 1;
  for (const inner of Object.values(value)) {
    weight += weightOf(inner, max - weight);
    if (weight > max) break;
  }
  return weight;
}

const isLarge = (value: unknown): boolean => weightOf(value, valuesPerChunk) > valuesPerChunk;

/** The elements of a list without brackets; small neighbours share a chunk. */
function* chunksOfElements(list: readonly unknown[]): Generator<string> {
  let begin = 0;
  let weight = 0;
  const together = (end: number): string => {
    const text = JSON.stringify(list.slice(begin, end)).slice(1, -1);
    return begin === 0 ? text : `,${text}`;
  };
  for (const [index, element] of list.entries()) {
    const added = weightOf(element, valuesPerChunk);
    if (weight > 0 && weight + added > valuesPerChunk) {
      yield together(index);
      begin = index;
      weight = 0;
    }
    weight += added;
    if (added <= valuesPerChunk) continue;
    if (index > 0) yield ',';
    yield* chunksOf(element);
    begin = index + 1;
    weight = 0;
  }
  if (begin < list.length) yield together(list.length);
}

function* chunksOfFields(object: object): Generator<string> {
  let separator = '';
  for (const [name, inner] of Object.entries(object)) {
    if (inner === undefined) continue;
    yield `${separator}${JSON.stringify(name)}:`;
    separator = ',';
    yield* chunksOf(inner);
  }
}

/** The text in chunks, each small enough to be written without a yield. */
function* chunksOf(value: unknown): Generator<string> {
  if (!isObject(value) || !isLarge(value)) {
    yield JSON.stringify(value);
    return;
  }
  const isList = Array.isArray(value);
  yield isList ? '[' : '{';
  yield* isList ? chunksOfElements(value) : chunksOfFields(value);
  yield isList ? ']' : '}';
}

/** @param write returns false to stop. @returns whether all was written. */
async function writeChunks(value: unknown, write: (chunk: string) => boolean): Promise<boolean> {
  const owner = {};
  let characters = 0;
  for (const chunk of chunksOf(value)) {
    if (!write(chunk)) return false;
    characters += chunk.length;
    if (characters < charactersPerYield) continue;
    characters = 0;
    await yieldFairly(owner);
  }
  return true;
}

/**
 * Encodes plain data as JSON.stringify does, but yields to the event loop between the chunks of a
 * large value. A large value is encoded chunk by chunk too: encoding megabytes of text at once
 * blocks.
 */
export async function encodeJson(value: unknown): Promise<string | Buffer> {
  return (await encodeJsonWithin(Number.POSITIVE_INFINITY, value)) as string | Buffer;
}

/** The same, but stops past the limit. @returns null if the text has more than `bytesMax` bytes. */
export async function encodeJsonWithin(
  bytesMax: number,
  value: unknown,
): Promise<string | Buffer | null> {
  if (!isLarge(value)) {
    const text = JSON.stringify(value);
    return Buffer.byteLength(text) <= bytesMax ? text : null;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  const isWhole = await writeChunks(value, (chunk) => {
    const encoded = Buffer.from(chunk);
    bytes += encoded.length;
    chunks.push(encoded);
    return bytes <= bytesMax;
  });
  return isWhole ? Buffer.concat(chunks, bytes) : null;
}

/** The size of the value as JSON. */
export async function jsonBytes(value: unknown): Promise<number> {
  let bytes = 0;
  await writeChunks(value, (chunk) => {
    bytes += Buffer.byteLength(chunk);
    return true;
  });
  return bytes;
}
