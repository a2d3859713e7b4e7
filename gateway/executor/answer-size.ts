import type { AnswerLimits } from '../../platform/graphql/answer-budget';
import { yieldFairly } from '../../platform/graphql/fair-yield';

interface AnswerSize {
  readonly objects: number;
  /** Of the answer as JSON, which may have to escape some of them. */
  readonly bytesAtLeast: number;
}

/** Values that are looked at in one go: a millisecond of work. */
const valuesInARow = 20_000;
/** What stands around a value, at least: a comma, or the brackets of something empty. */
const separatorBytes = 1;
/** Quotes of a name, and the colon. */
const nameBytes = 3;
const quotesBytes = 2;

/** Counts an answer that is there; ends early where it is over a limit. */
export async function measureAnswer(data: unknown, limits: AnswerLimits): Promise<AnswerSize> {
  const { answerObjects, answerBytes } = limits;
  const owner = {};
  const open: object[] = isComposite(data) ? [data] : [];
  // `data` itself is none of them.
  let [objects, bytes, values] = [-1, 0, 0];
  const look = (value: unknown) => {
    values += 1;
    bytes += separatorBytes;
    if (typeof value === 'string') bytes += Buffer.byteLength(value) + quotesBytes;
    else if (isComposite(value)) open.push(value);
  };
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (Array.isArray(one)) one.forEach(look);
    else {
      objects += 1;
      for (const [name, value] of Object.entries(one)) {
        bytes += name.length + nameBytes;
        look(value);
      }
    }
    if (objects > answerObjects || bytes > answerBytes) break;
    if (values < valuesInARow) continue;
    values = 0;
    await yieldFairly(owner);
  }
  return { objects, bytesAtLeast: bytes };
}

const isComposite = (value: unknown): value is object =>
  typeof value === 'object' && value !== null;
