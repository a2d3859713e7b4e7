import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../platform/process/repository-root';

export const buildDeadlineMs = 1_200_000;

const log = (line: string) => process.stdout.write(`${line}\n`);

export const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: repositoryRoot, encoding: 'utf8' }).trim();

const nameOf = (commit: string): string => git('log', '-1', '--format=%h %s', commit);

/** The project at a commit, with the packages of this one. */
function checkOut(commit: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const archive = execFileSync('git', ['archive', commit], {
    cwd: repositoryRoot,
    maxBuffer: 512 * 1024 * 1024,
  });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(folder, 'node_modules'));
}

/**
 * Builds the project in a folder, without the variables of Vitest: BASE_URL among them changes the
 * links of the website. A build takes minutes, in which this process answers Vitest.
 * @returns whether it builds; commits in the middle of a change do not.
 * @throws Error at the deadline, after which no process of the build is left.
 */
async function isBuilt(commit: string, folder: string): Promise<boolean> {
  // The script has another place in older commits.
  const child = spawn('npm', ['run', '--silent', 'build'], {
    cwd: folder,
    detached: true,
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, buildDeadlineMs);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(deadline);
  if (isLate) throw new Error(`${nameOf(commit)} took over ${buildDeadlineMs} ms: ${errors}`);
  if (code !== 0) log(`it does not build: ${errors.split('\n').slice(0, 2).join(' ')}`);
  return code === 0;
}

/**
 * Builds the first of the commits that can be built into the folder.
 * @throws Error if none can.
 */
export async function buildNewestOf(commits: readonly string[], folder: string): Promise<void> {
  for (const commit of commits) {
    log(`building ${nameOf(commit)}`);
    checkOut(commit, folder);
    const startedAt = performance.now();
    if (await isBuilt(commit, folder)) {
      log(`built in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
      return;
    }
  }
  throw new Error(`None of ${commits.length} commits builds.`);
}
