import { type SpawnOptions, spawn } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { childEnvironment } from '../../platform/config/child-environment';
import { sendSignal } from '../../platform/process/process-table';
import { repositoryRoot } from '../../platform/process/repository-root';
import { freePort } from '../../platform/testing/free-port';
import { type Ended, ended } from '../../testing/command';
import { commandDeadlineMs } from '../harness/deadlines';
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
  if (pid !== undefined) sendSignal(-pid, 'SIGKILL');
}

/** Runs the script in a folder, and ends what it started and left. */
async function runShell(script: string, folder: string): Promise<Ended> {
  const node = path.dirname(process.execPath);
  const env = {
    ...childEnvironment(),
    PATH: `${node}:${process.env.PATH}`,
    HOME: folder,
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

const typeCheck =
  'tsc --noEmit --strict --target es2022 --module nodenext --skipLibCheck --types node';

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

/**
 * Compiles the programs of the pages that ran below a folder, because readers copy them into
 * projects that do. Once for all: most of it is reading the types of packages.
 * @returns what the compiler prints.
 */
export async function typeFaults(root: string): Promise<string> {
  installPackages(root);
  const programs = globSync('*/program.mts', { cwd: root });
  const bin = path.join(repositoryRoot, 'node_modules/.bin');
  const { output } = await runShell(`"${bin}"/${typeCheck} ${programs.join(' ')} || true`, root);
  return output;
}

/**
 * Runs all blocks of a page in its order, against a running shop.
 * @param root where it gets a folder of its own.
 */
export async function runPage(page: string, origins: ShopOrigins, root: string): Promise<PageRun> {
  const { text, commands, files, program } = scriptOf(page);
  const here = (code: string): string =>
    code
      .replaceAll('http://localhost:4000', origins.gateway)
      .replaceAll('http://localhost:4010', origins.sandbox);
  const folder = mkdtempSync(path.join(root, 'page-'));
  installPackages(folder);
  for (const file of files) writeFileSync(path.join(folder, file.name), here(file.text));
  if (program !== '') writeFileSync(path.join(folder, 'program.mts'), here(program));
  const runProgram = program === '' ? '' : 'node program.mts';
  const script = [here(text), `printf '${mark}\\n'`, runProgram].join('\n');
  const { code, output, errors } = await runShell(script, folder);
  const outputs = output.split(`${mark}\n`).slice(1);
  return {
    commands: commands.map((command, place) => ({ ...command, output: outputs[place] ?? null })),
    program: (outputs[commands.length] ?? '').split('\n').filter((line) => line !== ''),
    code,
    errors,
  };
}
