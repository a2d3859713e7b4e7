import tab from '@bomb.sh/tab/commander';
import type { Command } from '@commander-js/extra-typings';
import type { Command as PlainCommand } from 'commander';
import { exitCodesText } from './new-command';

const commandName = 'completion';

/** Adds the command that prints the completion script of a shell, and the one that it calls. */
export function addCompletion(program: Command, helpGroup: string): void {
  const completion = tab(program as unknown as PlainCommand, {
    completionCommandName: commandName,
  });
  for (const command of completion.commands.values()) {
    // A shell shows a suggestion on one line.
    [command.description = ''] = (command.description ?? '').split('\n', 1);
  }
  const command = program.commands.find((each) => each.name() === commandName);
  command
    ?.summary('Print the script that completes commands in a shell')
    .description(
      'Print the script that completes commands in a shell.\n\nThe tab key then completes commands, options and their values. The program must be on the PATH, under its name.',
    )
    .helpOption('-h, --help', 'print this help')
    .helpGroup(helpGroup)
    .addHelpText(
      'after',
      `
Examples:
  PATH="$PWD/node_modules/.bin:$PATH"
  source <(${program.name()} ${commandName} bash)
      completes in this shell
  ${program.name()} ${commandName} fish > ~/.config/fish/completions/${program.name()}.fish
      completes in every new shell of fish
${exitCodesText()}`,
    );
}
