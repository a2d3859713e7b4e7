import { spawn } from 'node:child_process';
import path from 'node:path';
import { childEnvironment } from '../../platform/config/child-environment';
import { repositoryRoot } from '../../platform/process/repository-root';
import { type Ended, ended } from '../../testing/command';

/** The command of an installed package. */
export const commandOf = (name: string): string =>
  path.join(repositoryRoot, 'node_modules/.bin', name);

/** Runs a program in a process of its own, with the shop's URL in its environment. */
export function runProgram(
  shopUrl: string,
  file: string,
  args: readonly string[] = [],
  settings: Readonly<Record<string, string>> = {},
  folder: string = repositoryRoot,
): Promise<Ended> {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: folder,
    env: {
      ...childEnvironment(),
      HOME: folder,
      NO_COLOR: '1',
      SHOP_URL: shopUrl,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return ended(child);
}
