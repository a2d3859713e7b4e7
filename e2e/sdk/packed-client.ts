import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../platform/process/repository-root';
import { type Ended, ended } from '../../testing/command';

async function npm(folder: string, ...args: string[]): Promise<Ended> {
  const child = spawn('npm', [...args, '--no-audit', '--no-fund', '--offline'], {
    cwd: folder,
    env: { ...process.env, npm_config_cache: path.join(folder, '.npm') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const done = await ended(child);
  if (done.code !== 0) throw new Error(`npm ${args.join(' ')}: ${done.output}${done.errors}`);
  return done;
}

/**
 * Installs the client that a shop serves into the folder, as a program of somebody else does.
 * @returns the files in the package.
 */
export async function installClient(folder: string, shopUrl: string): Promise<string[]> {
  const response = await fetch(`${shopUrl}/docs/client.tgz`);
  if (!response.ok) throw new Error(`/docs/client.tgz answered ${response.status}.`);
  const archive = path.join(folder, 'client.tgz');
  writeFileSync(archive, Buffer.from(await response.arrayBuffer()));
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  await npm(folder, 'install', archive);
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
