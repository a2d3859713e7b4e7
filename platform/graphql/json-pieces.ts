import { nextTurn } from './turns';

/** Characters that are written in one go: a millisecond of work. */
const charactersInARow = 250_000;
/** Values of a part that is written by JSON.stringify itself. */
const valuesOfAPart = 1_000;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** How many values it has, names and long strings counted in; it looks no further than `max`. */
function weighed(value: unknown, max: number): number {
  if (typeof value === 'string') return 1 + value.length / 100;
  if (!isObject(value)) return 1;
  let weight = 1;
  for (const inner of Object.values(value)) {
    weight += weighed(inner, max - weight);
    if (weight > max) break;
  }
  return weight;
}

const isLarge = (value: unknown): boolean => weighed(value, valuesOfAPart) > valuesOfAPart;

/** The elements of a list without brackets: neighbours that are small are written together. */
function* partsOfElements(list: readonly unknown[]): Generator<string> {
  let begin = 0;
  let weight = 0;
  const together = (end: number): string => {
    const text = JSON.stringify(list.slice(begin, end)).slice(1, -1);
    return begin === 0 ? text : `,${text}`;
  };
  for (const [index, element] of list.entries()) {
    const added = weighed(element, valuesOfAPart);
    if (weight > 0 && weight + added > valuesOfAPart) {
      yield together(index);
      begin = index;
      weight = 0;
    }
    weight += added;
    if (added <= valuesOfAPart) continue;
    if (index > 0) yield ',';
    yield* partsOf(element);
    begin = index + 1;
    weight = 0;
  }
  if (begin < list.length) yield together(list.length);
}

function* partsOfFields(object: object): Generator<string> {
  let separator = '';
  for (const [name, inner] of Object.entries(object)) {
    if (inner === undefined) continue;
    yield `${separator}${JSON.stringify(name)}:`;
    separator = ',';
    yield* partsOf(inner);
  }
}

/** The text in parts, each small enough to be made in one go. */
function* partsOf(value: unknown): Generator<string> {
  if (!isObject(value) || !isLarge(value)) {
    yield JSON.stringify(value);
    return;
  }
  const isList = Array.isArray(value);
  yield isList ? '[' : '{';
  yield* isList ? partsOfElements(value) : partsOfFields(value);
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
