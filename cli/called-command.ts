import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { CommandGroup } from './program/program';

const folder = path.join(__dirname, 'commands');
const namePattern = /^[a-z]+(-[a-z]+)*$/;

/** The export of `second-factor.ts` is `secondFactorCommand`. */
const exportOf = (name: string): string =>
  `${name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Command`;

type Commands = Readonly<Partial<Record<string, () => CommandUnknownOpts>>>;

/**
 * The command that is called, without the files and the options of all others. All commands where
 * the first word is none of their names, such as `help`.
 */
export async function calledCommand([name = '']: readonly string[]): Promise<
  readonly CommandGroup[]
> {
  const file = path.join(folder, `${name}.js`);
  if (namePattern.test(name) && existsSync(file)) {
    const commands: Commands = require(file);
    const create = commands[exportOf(name)];
    if (create !== undefined) return [{ title: '', commands: [create()] }];
  }
  const { commandGroups } = await import('./commands/index.js');
  return commandGroups();
}
