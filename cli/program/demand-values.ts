import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { UsageError } from './exit-codes';

const isUnset = 'Is a variable of the shell not set?';

/**
 * Refuses what a forgotten value leaves: an empty folder would be the current one, and an option in
 * the place of a value would not be in force.
 * @throws UsageError that names the option.
 */
export function demandValues(_: unknown, command: CommandUnknownOpts): void {
  const { options, processedArgs } = command;
  const words = new Set<unknown>(['-h', '--help', ...options.map(({ long }) => long)]);
  for (const option of options) {
    const values: unknown[] = [command.getOptionValue(option.attributeName())].flat();
    if (values.includes(''))
      throw new UsageError(`The value of ${option.long} is empty. ${isUnset}`);
    const word = values.find((value) => words.has(value));
    if (word !== undefined) throw new UsageError(`${option.long} needs a value before ${word}.`);
  }
  if (processedArgs.flat().includes('')) throw new UsageError(`An argument is empty. ${isUnset}`);
}
