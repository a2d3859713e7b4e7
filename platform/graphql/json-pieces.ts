import { nextTurn } from './turns';

/** Characters that are written in one go: a millisecond of work. */
const charactersInARow = 250_000;
/** Values of a part that is written by JSON.stringify itself. */
const valuesOfAPart = 1_000;

/** How many values it has, names and long strings counted in; it looks no further than `max`. */
function weighed(value: unknown, max: number): number {
  if (typeof value === 'string') return 1 + value.length / 100;
  if (typeof value !== 'object' || value === null) return 1;
  let weight = 1;
  for (const inner of Object.values(value)) {
    weight += weighed(inner, max - weight);
    if (weight > max) break;
  }
  return weight;
}

const isLarge = (value: unknown): boolean => weighed(value, valuesOfAPart) > valuesOfAPart;

/** The text in parts, each small enough to be made in one go. */
function* partsOf(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null || !isLarge(value)) {
    yield JSON.stringify(value);
    return;
  }
  const isList = Array.isArray(value);
  let separator = isList ? '[' : '{';
  for (const [name, inner] of Object.entries(value)) {
    if (inner === undefined && !isList) continue;
    yield isList ? separator : `${separator}${JSON.stringify(name)}:`;
    separator = ',';
    yield* partsOf(inner ?? null);
  }
  yield isList ? ']' : '}';
}

async function writeParts(value: unknown, write: (part: string) => void): Promise<void> {
  const owner = {};
  let characters = 0;
  for (const part of partsOf(value)) {
    write(part);
    characters += part.length;
    if (characters < charactersInARow) continue;
    characters = 0;
    await nextTurn(owner);
  }
}

/** As JSON.stringify writes plain data; what is large is written bit by bit, and others have their turn. */
export async function stringifyInPieces(value: unknown): Promise<string> {
  if (!isLarge(value)) return JSON.stringify(value);
  const parts: string[] = [];
  await writeParts(value, (part) => parts.push(part));
  return parts.join('');
}

/** Of the value as JSON. */
export async function jsonBytes(value: unknown): Promise<number> {
  let bytes = 0;
  await writeParts(value, (part) => {
    bytes += Buffer.byteLength(part);
  });
  return bytes;
}
