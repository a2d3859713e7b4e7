import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../platform/process/repository-root';

const installDeadlineMs = 600_000;

/** A folder with packages of others that are no dependencies of this project. */
export interface OutsidePackages {
  /** Installs these versions unless they are there, without their install scripts. */
  install(): void;
  /** A file or folder that is installed with them. */
  installed(...names: readonly string[]): string;
  /** A folder in which the packages can be imported. */
  beside(name: string): string;
}

/**
 * Packages that a measurement or a test needs where it runs.
 * @param packages exact versions by name.
 */
export function outsidePackages(
  name: string,
  packages: Readonly<Record<string, string>>,
): OutsidePackages {
  const folder = path.join(repositoryRoot, 'node_modules', '.cache', name);
  return {
    install: () => {
      mkdirSync(folder, { recursive: true });
      const manifest = { private: true, dependencies: packages };
      writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
      const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
      execFileSync('npm', ['install', '--prefix', folder, ...flags], {
        stdio: ['ignore', 'ignore', 'inherit'],
        timeout: installDeadlineMs,
      });
    },
    installed: (...names) => path.join(folder, 'node_modules', ...names),
    beside: (file) => path.join(folder, file),
  };
}
