import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { UsageError } from './exit-codes';

function demandOne(command: CommandUnknownOpts, option: Option): void {
  let isGiven = false;
  command.on(`option:${option.name()}`, () => {
    const isList = Array.isArray(command.getOptionValue(option.attributeName()));
    if (isGiven && !isList) throw new UsageError(`${option.long} is given twice. Give it once.`);
    isGiven = true;
  });
}

/**
 * Refuses a second value of options that take one, in this command and those below it: only the last
 * would count, and a restore or a release does what nobody asked for.
 */
export function demandOneValue(command: CommandUnknownOpts): void {
  for (const option of command.options) if (option.required) demandOne(command, option);
  for (const each of command.commands) demandOneValue(each);
}
