import { createInterface, type Interface } from 'node:readline';
import { PassThrough, Writable } from 'node:stream';
import { UsageError } from '../program/exit-codes';
import { problemOf } from './problems';
import { type Answers, flagOf, type Question } from './questions';

/**
 * Asks a question until its answer is right.
 * @param usual the answer of an empty line; null if there is none.
 * @returns null if nobody can be asked, and there is no usual answer.
 */
export type Ask = (
  question: Question,
  usual: string | null,
  soFar: Answers,
) => Promise<string | null>;

/** Answers each question with its usual answer, for `--yes`. */
export const withoutAsking: Ask = (_question, usual) => Promise.resolve(usual);

export interface Conversation {
  readonly ask: Ask;
  end(): void;
}

/** The terminal, or whatever is piped in and out. */
export interface Streams {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly columns?: number };
}

const sentenceOf = ({ text }: Question): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What is typed, except while a secret is. Its width says where a long question wraps. */
function echoTo(output: Streams['output']) {
  const state = { isHidden: false };
  const stream = new Writable({
    write(chunk, _encoding, done) {
      if (!state.isHidden) output.write(chunk);
      done();
    },
  });
  Object.defineProperty(stream, 'columns', { get: () => output.columns });
  return { state, stream };
}

/** The lines of the input, also those that arrive before their question. */
function linesOf(lines: Interface): () => Promise<string | null> {
  const iterator = lines[Symbol.asyncIterator]();
  return async () => {
    const { done, value } = await iterator.next();
    return done ? null : value;
  };
}

/** Opens a conversation on a terminal, or on piped lines. */
export function openConversation({ input, output }: Streams): Conversation {
  const echo = echoTo(output);
  const isTerminal = input.isTTY === true;
  const lines = createInterface({
    input,
    output: isTerminal ? echo.stream : new PassThrough(),
    terminal: isTerminal,
    // The arrow up would show the secret that was typed before.
    historySize: 0,
  });
  const next = linesOf(lines);

  async function lineFor(question: Question, prompt: string): Promise<string> {
    if (isTerminal) {
      // Readline draws the whole line again when something is deleted, so it has to know the text.
      lines.setPrompt(prompt);
      lines.prompt();
    } else {
      output.write(prompt);
    }
    echo.state.isHidden = question.isSecret === true;
    const line = await next();
    echo.state.isHidden = false;
    // The end of a hidden or a piped line moved no cursor.
    if (question.isSecret || !isTerminal) output.write('\n');
    if (line !== null) return line.trim();
    throw new UsageError(`There is no answer to ${flagOf(question)}. Nothing was written.`);
  }

  return {
    async ask(question, usual, soFar) {
      const shown = usual === null || usual === '' ? '' : ` [${usual}]`;
      for (;;) {
        const line = await lineFor(question, `${sentenceOf(question)}${shown}: `);
        const answer = line === '' ? usual : line;
        const problem =
          answer === null ? 'An answer is needed.' : problemOf(question.name, answer, soFar);
        if (problem === null && answer !== null) return answer;
        output.write(`${problem}\n`);
      }
    },
    end: () => lines.close(),
  };
}
