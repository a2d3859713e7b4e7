import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../platform/process/repository-root';
import { type Ended, ended } from '../harness/command';
import { commandDeadlineMs } from '../harness/deadlines';

const packageFolder = path.join(repositoryRoot, 'dist/packages/client');

async function npm(folder: string, ...args: string[]): Promise<Ended> {
  const child = spawn('npm', [...args, '--no-audit', '--no-fund', '--offline'], {
    cwd: folder,
    env: { ...process.env, npm_config_cache: path.join(folder, '.npm') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const done = await ended(child, commandDeadlineMs);
  if (done.code !== 0) throw new Error(`npm ${args.join(' ')}: ${done.output}${done.errors}`);
  return done;
}

/**
 * Packs the client as for the registry, and installs the tarball into the folder, as a program of
 * somebody else does. @returns the files in the package.
 */
export async function installClient(folder: string): Promise<string[]> {
  mkdirSync(path.join(folder, 'packed'), { recursive: true });
  const packed = path.join(folder, 'packed');
  await npm(packed, 'pack', packageFolder, '--pack-destination', packed);
  const tarball = readdirSync(packed).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack wrote no tarball.');
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  await npm(folder, 'install', path.join(packed, tarball));
  const installed = path.join(folder, 'node_modules/@orderprocessing/client');
  return readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(installed, path.join(parentPath, name)));
}

/** Makes the compiler of this project available to the folder. */
export function linkCompiler(folder: string): void {
  const installed = path.join(repositoryRoot, 'node_modules');
  mkdirSync(path.join(folder, 'node_modules/@types'), { recursive: true });
  symlinkSync(path.join(installed, 'typescript'), path.join(folder, 'node_modules/typescript'));
  symlinkSync(path.join(installed, '@types/node'), path.join(folder, 'node_modules/@types/node'));
}
