import { readText } from '../../platform/config/read-text';
import { UsageError } from '../program/exit-codes';
import type { Ask } from './ask';
import { problemOf } from './problems';
import { type Answers, flagOf, type Question, type QuestionName, questions } from './questions';

export interface GivenAnswers {
  /** The values of the options, by the name of their question. */
  readonly flags: Answers;
  /** What the configuration says already; a second run does not ask it again. */
  readonly known: Answers;
  readonly isFirstRun: boolean;
  readonly ask: Ask;
}

/** `@FILE` is the text of the file, so that a secret need not be an argument. */
function textOf(flag: string): string {
  return flag.startsWith('@') ? readText(flag.slice(1)).trim() : flag;
}

function checked(question: Question, answer: string, answers: Answers): string {
  const problem = problemOf(question.name, answer, answers);
  if (problem !== null) throw new UsageError(`${flagOf(question)}: ${problem}`);
  return answer;
}

/** @throws UsageError for a part of something that a later run does not name: it would change nothing. */
function demandWhole(question: Question, given: Answers, isFirstRun: boolean): void {
  const { after, isPart } = question;
  if (isFirstRun || !isPart || after === undefined || given[after] !== undefined) return;
  throw new UsageError(
    `${flagOf(question)} changes nothing without ${flagOf({ name: after })}, and nothing that exists already.`,
  );
}

function missingAnswers(missing: readonly Question[]): UsageError {
  const names = new Set(missing.map(({ name }) => name));
  const lines = missing
    .filter(({ derivedFrom }) => derivedFrom === undefined || !names.has(derivedFrom))
    .map((question) => `  ${flagOf(question)}: ${question.text}`);
  return new UsageError(`These options have no default:\n${lines.join('\n')}`);
}

/**
 * The answers of this run: those of the flags, on a first run also all others, and otherwise what
 * belongs to a flag.
 * @throws UsageError for a wrong value, or that lists everything that is missing.
 */
export async function answersOf({ flags, known, isFirstRun, ask }: GivenAnswers): Promise<Answers> {
  const given: Partial<Record<QuestionName, string>> = {};
  const missing: Question[] = [];
  for (const question of questions) {
    const { name, after, isAsked = () => true, standard } = question;
    const soFar = { ...known, ...given };
    const flag = flags[name];
    if (flag !== undefined) {
      demandWhole(question, given, isFirstRun);
      given[name] = checked(question, textOf(flag), soFar);
    }
    const isDue = isFirstRun || (after !== undefined && given[after] !== undefined);
    if (flag !== undefined || !isDue || !isAsked(soFar)) continue;
    const usual = known[name] ?? standard(soFar);
    const answer = await ask(question, usual, soFar);
    if (answer === null) missing.push(question);
    // What the file says already may not fit to what was given.
    else given[name] = checked(question, answer, soFar);
  }
  if (missing.length > 0) throw missingAnswers(missing);
  return given;
}
