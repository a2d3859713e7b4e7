import type { AnswerLimits } from '../../platform/graphql/answer-budget';
import { yieldFairly } from '../../platform/graphql/fair-yield';

interface AnswerSize {
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

/** Measures a complete answer; stops once it exceeds a limit. */
export async function measureAnswer(data: unknown, limits: AnswerLimits): Promise<AnswerSize> {
  const { answerObjects, answerBytes } = limits;
  const owner = {};
  const open: object[] = isComposite(data) ? [data] : [];
  // `data` itself does not count.
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
      // Object.entries would create a list for each field.
      const fields = one as Readonly<Record<string, unknown>>;
      for (const name of Object.keys(fields)) {
        bytes += name.length + nameBytes;
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

const isComposite = (value: unknown): value is object =>
  typeof value === 'object' && value !== null;
