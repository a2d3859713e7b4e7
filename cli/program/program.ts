import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { packageVersion } from '../../platform/remote/package-version';
import { addCompletion } from './completion';
import { demandOneValue } from './demand-one-value';
import { listOfCommands, programName } from './new-command';

const description = `Runs and operates the order-processing shop.

In the folder of the project, call it as: npx --no ${programName} <command>`;

export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly CommandUnknownOpts[];
}

/** The program with these commands. Each loads the code that does the work when it runs. */
export function createProgram(groups: readonly CommandGroup[]): Command {
  const program = new Command(programName)
    .description(description)
    .version(packageVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print the help of the program or of a command')
    // A command that has others below it, such as backup, leaves their options to them.
    .enablePositionalOptions()
    .exitOverride()
    .configureHelp(listOfCommands)
    .configureOutput({ outputError: () => undefined });
  for (const { title, commands } of groups) {
    for (const command of commands) {
      demandOneValue(command);
      program.addCommand(command.helpGroup(title));
    }
  }
  const ofProgram = 'Use this program:';
  addCompletion(program, ofProgram);
  program.commandsGroup(ofProgram).helpCommand('help [command...]', 'Print the help of a command');
  program.addHelpText(
    'after',
    `
Examples:
  ${programName} start
      starts the whole shop in one process
  ${programName} status
      says what of it runs
  ${programName} help import
      explains a command

Every command: docs/commands.md. Every setting: docs/configuration.md.`,
  );
  return program;
}
