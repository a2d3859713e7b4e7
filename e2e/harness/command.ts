import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { childEnvironment } from '../../platform/config/child-environment';
import { repositoryRoot } from '../../platform/process/repository-root';
import { commandDeadlineMs } from './deadlines';
import { settingsIn } from './order-databases';

/** The environment in which a command finds its data, without the settings of this process. */
export function environmentIn(folder: string): Record<string, string | undefined> {
  return {
    ...childEnvironment(),
    HOME: folder,
    ORDERPROCESSING_DATA_FOLDER: path.join(folder, 'data'),
    ...settingsIn(folder),
  };
}

/** Runs a command of the compiled program in its own process, in the folder. */
export function spawnCommand(
  command: string,
  given: readonly string[],
  folder: string,
  settings: Record<string, string> = {},
  project = repositoryRoot,
): ChildProcess {
  const script = path.join(project, 'dist/cli/orderprocessing.js');
  return spawn(process.execPath, [script, command, ...given], {
    cwd: folder,
    env: { ...environmentIn(folder), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export interface Ended {
  /** Null if it was ended by a signal. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Collects the output of the process until it ends. */
export async function ended(child: ChildProcess, deadlineMs = commandDeadlineMs): Promise<Ended> {
  let [output, errors] = ['', ''];
  child.stdout?.on('data', (text: Buffer) => {
    output += text.toString();
  });
  child.stderr?.on('data', (text: Buffer) => {
    errors += text.toString();
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return { code, output, errors };
}

export function runCommand(...command: Parameters<typeof spawnCommand>): Promise<Ended> {
  return ended(spawnCommand(...command));
}
