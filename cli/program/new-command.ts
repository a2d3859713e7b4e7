import {
  Command,
  type CommandUnknownOpts,
  Help,
  type HelpConfiguration,
  type Option,
} from '@commander-js/extra-typings';
import { demandValues } from './demand-values';
import { developmentOnlyText, makeDevelopmentOnly } from './development-only';
import { exitCodeMeanings } from './exit-codes';

/** The name by which people call the program. */
export const programName = 'orderprocessing';

/** Leaves out the options of commands, so that a list has one line for each command. */
export const listOfCommands: HelpConfiguration = {
  subcommandTerm: (command) => command.name(),
};

const usual = new Help();

/** Says which options a call must have. */
const marksRequired: HelpConfiguration = {
  optionDescription: (option: Option) => {
    const description = usual.optionDescription(option);
    return option.mandatory ? `${description} (required)` : description;
  },
};

const help = ['-h, --help', 'print this help'] as const;

export interface CommandFacts {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** Paragraphs for its own help; wrapped to the width of the terminal. */
  readonly description: readonly string[];
  /** What follows the name of the command, and what that call does. */
  readonly examples: readonly (readonly [given: string, does: string])[];
  /** Its help says so, and production refuses it. For whatever makes things up. */
  readonly isDevelopmentOnly?: true;
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

function examplesOf(command: CommandUnknownOpts, { examples }: CommandFacts): string[] {
  return examples.map(([given, does]) => {
    const call = [pathOf(command), given].filter((word) => word !== '').join(' ');
    return `  ${call}\n      ${does}`;
  });
}

const examplesText = (examples: readonly string[]): string => `\nExamples:\n${examples.join('\n')}`;

/** The meaning of each exit code, for the help. */
export function exitCodesText(exitCodes: CommandFacts['exitCodes'] = {}): string {
  const meanings = Object.entries({ ...exitCodeMeanings, ...exitCodes });
  return `\nExit codes:\n${meanings.map(([code, means]) => `  ${code}  ${means}`).join('\n')}`;
}

/** The facts of each command, for the help of its group. */
const knownFacts = new WeakMap<CommandUnknownOpts, CommandFacts>();

/** The first example of each command of a group. */
function examplesOfGroup(group: CommandUnknownOpts): string[] {
  return group.commands.flatMap((command) => {
    const facts = knownFacts.get(command);
    return facts === undefined ? [] : examplesOf(command, facts).slice(0, 1);
  });
}

const descriptionOf = ({ description, isDevelopmentOnly }: CommandFacts): readonly string[] =>
  isDevelopmentOnly ? [...description, developmentOnlyText] : description;

/** A command as every one is: with `--json`, examples and exit codes in its help. */
export function newCommand(name: string, facts: CommandFacts) {
  const command = new Command(name)
    .summary(facts.summary)
    .description([`${facts.summary}.`, ...descriptionOf(facts)].join('\n\n'))
    .option('--json', `print JSON: ${facts.json}`)
    .helpOption(...help)
    .configureHelp(marksRequired)
    .hook('preAction', demandValues)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', (context) => examplesText(examplesOf(context.command, facts)))
    .addHelpText('after', () => exitCodesText(facts.exitCodes));
  knownFacts.set(command as unknown as CommandUnknownOpts, facts);
  if (facts.isDevelopmentOnly) makeDevelopmentOnly(command as unknown as CommandUnknownOpts);
  return command;
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
  return group.addHelpText(
    'after',
    () =>
      `${examplesText(examplesOfGroup(group))}\n\nEach command explains its options and exit codes with --help.`,
  );
}
