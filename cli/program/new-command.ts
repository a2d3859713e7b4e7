import {
  Command,
  type CommandUnknownOpts,
  type HelpConfiguration,
} from '@commander-js/extra-typings';
import { exitCodeMeanings } from './exit-codes';

/** The name by which people call the program. */
export const programName = 'orderprocessing';

/** Without the options of each command, a list has one line for each. */
export const listOfCommands: HelpConfiguration = {
  subcommandTerm: (command) => command.name(),
};

const help = ['-h, --help', 'print this help'] as const;

export interface CommandFacts {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** Paragraphs for its own help; wrapped to the width of the terminal. */
  readonly description: readonly string[];
  /** What follows the name of the command, and what that call does. */
  readonly examples: readonly (readonly [given: string, does: string])[];
  /** What `--json` prints. */
  readonly json: string;
  /** Exit codes that mean something else than usual, or that it has besides the usual ones. */
  readonly exitCodes?: Readonly<Record<number, string>>;
}

export interface JsonOption {
  readonly json?: true | undefined;
}

/** `start`, or `config print` for a command of a group. */
function pathOf(command: CommandUnknownOpts): string {
  const { parent } = command;
  return parent === null ? command.name() : `${pathOf(parent)} ${command.name()}`;
}

function examplesOf(command: CommandUnknownOpts, { examples }: CommandFacts): string {
  const lines = examples.map(([given, does]) => {
    const call = [pathOf(command), given].filter((word) => word !== '').join(' ');
    return `  ${call}\n      ${does}`;
  });
  return `\nExamples:\n${lines.join('\n')}`;
}

function exitCodesOf({ exitCodes = {} }: CommandFacts): string {
  const meanings = Object.entries({ ...exitCodeMeanings, ...exitCodes });
  return `\nExit codes:\n${meanings.map(([code, means]) => `  ${code}  ${means}`).join('\n')}`;
}

/** A command as every one is: with `--json`, examples and exit codes in its help. */
export function newCommand(name: string, facts: CommandFacts) {
  return new Command(name)
    .summary(facts.summary)
    .description([`${facts.summary}.`, ...facts.description].join('\n\n'))
    .option('--json', `print JSON: ${facts.json}`)
    .helpOption(...help)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', ({ command }) => examplesOf(command, facts))
    .addHelpText('after', () => exitCodesOf(facts));
}

/** A command that only groups others, such as `config`. */
export function newGroup(
  name: string,
  summary: string,
  commands: readonly CommandUnknownOpts[],
): CommandUnknownOpts {
  const group = new Command(name)
    .summary(summary)
    .description(`${summary}.`)
    .helpOption(...help)
    .helpCommand(false)
    .configureHelp(listOfCommands)
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  for (const command of commands) group.addCommand(command);
  return group;
}
