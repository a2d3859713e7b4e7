import { type SpawnOptions, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../../platform/process/repository-root';
import { freePort } from '../../platform/testing/free-port';
import { type Ended, ended } from '../harness/command';
import { commandDeadlineMs } from '../harness/deadlines';
import { compileCache } from '../harness/prepared-shop';
import { type Command, mark, scriptOf } from './script';

/** The command of a page, and what it printed; null if the script ended before it. */
export interface Ran extends Command {
  readonly output: string | null;
}

export interface PageRun {
  readonly commands: readonly Ran[];
  /** What the program of the page printed, line by line. */
  readonly program: readonly string[];
  readonly code: number | null;
  readonly errors: string;
}

export interface ShopOrigins {
  /** Replaces `http://localhost:4000`. */
  readonly gateway: string;
  /** Replaces `http://localhost:4010`. */
  readonly sandbox: string;
}

function endProcessGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Runs the script in a folder, and ends what it started and left. */
async function runShell(script: string, folder: string): Promise<Ended> {
  const node = path.dirname(process.execPath);
  const env = {
    PATH: `${node}:${process.env.PATH}`,
    HOME: folder,
    NODE_COMPILE_CACHE: compileCache,
    HOOKS_PORT: String(await freePort()),
  };
  const options: SpawnOptions = {
    cwd: folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  };
  const shell = spawn('bash', ['-c', script], options);
  const endGroup = () => endProcessGroup(shell.pid);
  const timer = setTimeout(endGroup, commandDeadlineMs);
  shell.once('exit', endGroup);
  try {
    return await ended(shell, 2 * commandDeadlineMs);
  } finally {
    clearTimeout(timer);
  }
}

/** Programs of pages must compile, too: readers copy them into projects that do. */
const typeCheck = [
  path.join(repositoryRoot, 'node_modules/.bin/tsc'),
  '--noEmit --strict --target es2022 --module nodenext --skipLibCheck --types node program.mts',
].join(' ');

/** What programs of pages import, and commands of pages run, beside the client. */
const packages = [
  '.bin',
  '@0no-co',
  '@apollo',
  '@graphql-codegen',
  '@graphql-typed-document-node',
  '@types',
  '@urql',
  'gql.tada',
  'graphql',
  'rxjs',
  'typescript',
  'urql',
];

function installPackages(folder: string): void {
  const modules = path.join(folder, 'node_modules');
  mkdirSync(path.join(modules, '@orderprocessing'), { recursive: true });
  const client = path.join(modules, '@orderprocessing/client');
  symlinkSync(path.join(repositoryRoot, 'dist/packages/client'), client);
  for (const name of packages) {
    symlinkSync(path.join(repositoryRoot, 'node_modules', name), path.join(modules, name));
  }
}

/** Runs all blocks of a page in its order, against a running shop. */
export async function runPage(page: string, origins: ShopOrigins): Promise<PageRun> {
  const { text, commands, files, program } = scriptOf(page);
  const here = (code: string): string =>
    code
      .replaceAll('http://localhost:4000', origins.gateway)
      .replaceAll('http://localhost:4010', origins.sandbox);
  const folder = mkdtempSync(path.join(tmpdir(), 'page-'));
  try {
    installPackages(folder);
    for (const file of files) writeFileSync(path.join(folder, file.name), here(file.text));
    if (program !== '') writeFileSync(path.join(folder, 'program.mts'), here(program));
    const runProgram = program === '' ? '' : `${typeCheck} && node program.mts`;
    const script = [here(text), `printf '${mark}\\n'`, runProgram].join('\n');
    const { code, output, errors } = await runShell(script, folder);
    const outputs = output.split(`${mark}\n`).slice(1);
    return {
      commands: commands.map((command, place) => ({ ...command, output: outputs[place] ?? null })),
      program: (outputs[commands.length] ?? '').split('\n').filter((line) => line !== ''),
      code,
      errors,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
