import type { AnswerLimits } from '../../platform/graphql/answer-budget';
import { yieldFairly } from '../../platform/graphql/fair-yield';
import { isComposite } from '../operation/input-rows';

export interface AnswerSize {
  readonly objects: number;
  /** Size as JSON, not counting escapes. */
  readonly bytesAtLeast: number;
}

/** Values counted without a yield: a millisecond of work. */
const valuesInARow = 20_000;
/** The fewest bytes that separate two values: a comma or a bracket. */
const separatorBytes = 1;
/** The quotes of a name, and the colon. */
const nameBytes = 3;
const quotesBytes = 2;

/** Sizes of answers that were counted while they were assembled. */
const counted = new WeakMap<object, AnswerSize>();

export const rememberSize = (data: object, size: AnswerSize): void => void counted.set(data, size);

/** Bytes of a value in its list or object, not counting what is inside it. */
export function valueBytes(value: unknown): number {
  return typeof value === 'string'
    ? Buffer.byteLength(value) + quotesBytes + separatorBytes
    : separatorBytes;
}

/** Bytes of the name of a field. */
export const fieldNameBytes = (name: string): number => name.length + nameBytes;

/** Measures a complete answer, unless it was counted already; stops once it exceeds a limit. */
export async function measureAnswer(data: unknown, limits: AnswerLimits): Promise<AnswerSize> {
  return (isComposite(data) ? counted.get(data) : undefined) ?? measure(data, limits);
}

async function measure(data: unknown, limits: AnswerLimits): Promise<AnswerSize> {
  const { answerObjects, answerBytes } = limits;
  const owner = {};
  const open: object[] = isComposite(data) ? [data] : [];
  // `data` itself does not count.
  let [objects, bytes, values] = [-1, 0, 0];
  const look = (value: unknown) => {
    values += 1;
    bytes += valueBytes(value);
    if (isComposite(value)) open.push(value);
  };
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (Array.isArray(one)) one.forEach(look);
    else {
      objects += 1;
      // Object.entries would create a list for each field.
      const fields = one as Readonly<Record<string, unknown>>;
      for (const name of Object.keys(fields)) {
        bytes += fieldNameBytes(name);
        look(fields[name]);
      }
    }
    if (objects > answerObjects || bytes > answerBytes) break;
    if (values < valuesInARow) continue;
    values = 0;
    await yieldFairly(owner);
  }
  return { objects, bytesAtLeast: bytes };
}
