import type { Lifecycle } from '../../platform/process/lifecycle';
import { CommandError } from '../program/exit-codes';
import { messageOf } from '../program/results';
import { type Answers, flagOf, none, type QuestionName, questions } from './questions';

/** What goes into the databases, and not into the files. */
const filling: readonly QuestionName[] = [
  'adminEmail',
  'adminName',
  'adminPassword',
  'warehouse',
  'warehouseName',
  'warehouseCountry',
];

const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/**
 * The options that fill the databases as the answers say. A password is never printed: a run on a
 * terminal asks it again.
 */
function flagsOf(answers: Answers, isSilent: boolean): string[] {
  return questions.flatMap((question) => {
    const { name, isSecret } = question;
    const answer = answers[name];
    if (!filling.includes(name) || answer === undefined) return [];
    if (!isSecret) return [flagOf(question), quoted(answer)];
    return answer === none || !isSilent ? [] : [flagOf(question), '@FILE'];
  });
}

/**
 * Says how to resume, because the files are complete and a first run would ask everything.
 * @param isSilent whether this run asks nothing, so that the next one does not, either.
 */
export function resumable(error: unknown, answers: Answers, isSilent: boolean): CommandError {
  const call = [
    'orderprocessing setup',
    ...(isSilent ? ['--yes'] : []),
    ...flagsOf(answers, isSilent),
  ];
  return new CommandError(
    `The files are written, and the databases are not filled: ${messageOf(error)} Then call ${call.join(' ')}`,
    1,
    { cause: error },
  );
}

const sayingMs = 1_000;

/**
 * Fills the databases.
 * @throws CommandError that says how to resume. Ctrl-C ends the work without an error that anybody
 * reads, so that it is printed then: another `setup` would take the shop for complete.
 */
export async function fillResumably<Result>(
  lifecycle: Pick<Lifecycle, 'isEnding' | 'onStop'>,
  failure: (error: unknown) => CommandError,
  fill: () => Promise<Result>,
): Promise<Result> {
  let isOpen = true;
  lifecycle.onStop('how to resume', sayingMs, () => {
    if (isOpen) process.stderr.write(`${failure('It was interrupted.').message}\n`);
  });
  try {
    const filled = await fill();
    isOpen = false;
    return filled;
  } catch (error) {
    isOpen = lifecycle.isEnding;
    throw failure(error);
  }
}
