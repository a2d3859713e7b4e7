import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { CommandError } from './exit-codes';

/** The paragraph in the help of a command that production refuses. */
export const developmentOnlyText =
  'Works in development only: where environment is production, it is refused before it reads or writes anything.';

/** How people call the command: `token`, or `demo order` for a command of a group. */
export function callOf(command: CommandUnknownOpts): string {
  const group = command.parent;
  const isInGroup = group !== null && group.parent !== null;
  return isInGroup ? `${callOf(group)} ${command.name()}` : command.name();
}

const marked = new WeakSet<CommandUnknownOpts>();

async function refuseInProduction(_: unknown, command: CommandUnknownOpts): Promise<void> {
  const { loadConfiguration } = await import('../../config/loading/load-configuration.js');
  const { environment } = await loadConfiguration();
  if (environment !== 'production') return;
  throw new CommandError(
    `${callOf(command)} works in development only, and environment is production here. Nothing was changed.`,
  );
}

/** Lets the command be refused in production, before its action is loaded. */
export function makeDevelopmentOnly(command: CommandUnknownOpts): void {
  marked.add(command);
  command.hook('preAction', refuseInProduction);
}

/** The commands of a program, at any depth, that production refuses. */
export function developmentOnlyCommands(command: CommandUnknownOpts): CommandUnknownOpts[] {
  const own = marked.has(command) ? [command] : [];
  return [...own, ...command.commands.flatMap(developmentOnlyCommands)];
}
