import { CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
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

/** The command that the words name, or the group in which they name none. */
function commandIn(program: CommandUnknownOpts, args: readonly string[]): CommandUnknownOpts {
  const [word, ...rest] = args;
  const next = program.commands.find((command) => command.name() === word);
  return next === undefined ? program : commandIn(next, rest);
}

/** A sentence with the known names, unless a similar one was suggested; empty for other faults. */
function knownNames({ code, message }: CommanderError, command: CommandUnknownOpts): string {
  if (message.includes('Did you mean')) return '';
  const names = {
    'commander.unknownCommand': command.commands.map((each) => each.name()),
    'commander.unknownOption': command.options.map((option) => option.long ?? option.flags),
  }[code];
  const shown = names?.filter((name) => name !== 'complete') ?? [];
  return shown.length === 0 ? '' : ` There are: ${shown.join(', ')}.`;
}

/** @returns the exit code. */
function report(error: unknown, isJson: boolean, command: CommandUnknownOpts): number {
  const options = isJson ? ({ json: true } as const) : {};
  if (!(error instanceof CommanderError)) {
    const code = exitCodeOf(error);
    reportFailure(options, messageOf(error), code);
    return code;
  }
  if (isHelp(error)) return exitCode.done;
  // Commander has printed the list of commands if none was given.
  if (error.code !== 'commander.help') {
    const sentence = `${sentenceOf(error.message)}${knownNames(error, command)} See --help.`;
    reportFailure(options, sentence, exitCode.misused);
  }
  return exitCode.misused;
}

/** `help fraud train` is `fraud train --help`: the help of Commander takes one word. */
function withoutHelpWord(argv: readonly string[]): string[] {
  const [first, ...words] = argv;
  return first === 'help' && words.length > 1 ? [...words, '--help'] : [...argv];
}

/** Runs the command that the arguments name, and sets the exit code of the process. */
export async function runProgram(
  given: readonly string[],
  groups: readonly CommandGroup[],
): Promise<void> {
  const argv = withoutHelpWord(given);
  const program = createProgram(groups);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    const command = commandIn(program as unknown as CommandUnknownOpts, argv);
    process.exitCode = report(error, argv.includes('--json'), command);
  }
}
