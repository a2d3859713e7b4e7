import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { repositoryRoot } from '../../platform/process/repository-root';
import { type Ended, ended, startCommand } from '../../testing/command';
import { settingsIn } from './order-databases';

/** Runs a command of the compiled program in its own process, on the data of a shop. */
export function spawnCommand(
  command: string,
  given: readonly string[],
  folder: string,
  settings: Record<string, string> = {},
  project = repositoryRoot,
): ChildProcess {
  return startCommand([command, ...given], {
    folder,
    settings: { ...settingsIn(folder), ...settings },
    dist: path.join(project, 'dist'),
  });
}

export function runCommand(...command: Parameters<typeof spawnCommand>): Promise<Ended> {
  return ended(spawnCommand(...command));
}
