import { type SpawnOptions, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../../platform/process/repository-root';
import { freePort } from '../../platform/testing/free-port';
import { type Ended, ended } from './command';
import { commandDeadlineMs } from './deadlines';

/** The code blocks of a page, by language. */
export interface Guide {
  /** All `sh` blocks, as one script. */
  readonly script: string;
  /** All `text` blocks: the output that the page promises for the commands before each. */
  readonly expected: string;
  /** All `js` blocks. */
  readonly programs: readonly string[];
}

const block = /^```(\w+)\n((?:(?!```).*\n)*)```$/gm;

/** @param page its path in the project. */
export function guideOf(page: string): Guide {
  const text = readFileSync(path.join(repositoryRoot, page), 'utf8');
  const blocks = [...text.matchAll(block)];
  const of = (language: string) =>
    blocks.filter(([, found]) => found === language).map(([, , content = '']) => content);
  return { script: of('sh').join('\n'), expected: of('text').join(''), programs: of('js') };
}

function endProcessGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Runs the commands of a page in one shell, against the shop at `api`. Its program is
 * `receiver.mjs`, as the page says.
 */
export async function runGuide(page: string, api: string): Promise<Ended> {
  const { script, programs } = guideOf(page);
  const folder = mkdtempSync(path.join(tmpdir(), 'guide-'));
  try {
    symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(folder, 'node_modules'));
    writeFileSync(path.join(folder, 'receiver.mjs'), programs.join('\n'));
    const node = path.dirname(process.execPath);
    const env = {
      PATH: `${node}:${process.env.PATH}`,
      ...{ HOME: folder, API: api, HOOKS_PORT: String(await freePort()) },
    };
    const options: SpawnOptions = {
      ...{ cwd: folder, env, detached: true },
      stdio: ['ignore', 'pipe', 'pipe'],
    };
    const shell = spawn('bash', ['-c', `set -euo pipefail\n${script}`], options);
    const endGroup = () => endProcessGroup(shell.pid);
    const timer = setTimeout(endGroup, commandDeadlineMs);
    // The receiver must not outlive a shell that fails before it ends it.
    shell.once('exit', endGroup);
    try {
      return await ended(shell, 2 * commandDeadlineMs);
    } finally {
      clearTimeout(timer);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
