import { CommanderError } from '@commander-js/extra-typings';
import { exitCode } from './exit-codes';
import { type CommandGroup, createProgram } from './program';
import { exitCodeOf, messageOf, reportFailure } from './results';

/** Commander reports help and version as errors with exit code 0. */
const isHelp = (error: CommanderError): boolean => error.exitCode === 0;

/** `error: unknown option '--gatway'` as a sentence. */
function sentenceOf(message: string): string {
  const text = message.replace(/^error: /, '').replace(/\n\((Did you mean .*\?)\)$/, '. $1');
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?)]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** @returns the exit code. */
function report(error: unknown, isJson: boolean): number {
  const options = isJson ? ({ json: true } as const) : {};
  if (!(error instanceof CommanderError)) {
    const code = exitCodeOf(error);
    reportFailure(options, messageOf(error), code);
    return code;
  }
  if (isHelp(error)) return exitCode.done;
  // Commander has printed the list of commands if none was given.
  if (error.code !== 'commander.help') {
    reportFailure(options, `${sentenceOf(error.message)} See --help.`, exitCode.misused);
  }
  return exitCode.misused;
}

/** Runs the command that the arguments name, and sets the exit code of the process. */
export async function runProgram(
  given: readonly string[],
  groups: readonly CommandGroup[],
): Promise<void> {
  try {
    await createProgram(groups).parseAsync([...given], { from: 'user' });
  } catch (error) {
    process.exitCode = report(error, given.includes('--json'));
  }
}
