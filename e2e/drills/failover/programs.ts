import { existsSync } from 'node:fs';
import path from 'node:path';
import { findProgram } from '../../../platform/process/run-program';
import packages from '../../../testing/debian-packages.json';

/**
 * Where Debian puts the programs of PostgreSQL; the embedded one lacks those that Patroni calls.
 */
export const postgresPrograms = '/usr/lib/postgresql/17/bin';

interface DebianPackage {
  /** Any of them shows that the package is installed. */
  readonly names: readonly string[];
  /** The folder that has it, if it need not be on the PATH. */
  readonly folder?: string;
  readonly debianPackage: string;
  /** The drills that need it. */
  readonly for: readonly string[];
}

const isPresent = ({ names, folder }: DebianPackage): boolean =>
  names.some((name) =>
    folder === undefined ? findProgram(name) !== null : existsSync(path.join(folder, name)),
  );

/** A sentence with the programs that this machine lacks, and how to install them; null if none. */
export function missingPrograms(): string | null {
  const needed = (packages as DebianPackage[]).filter((each) => each.for.includes('failover'));
  const missing = needed.filter((each) => !isPresent(each));
  if (missing.length === 0) return null;
  const names = missing.map((each) => each.names[0]).join(', ');
  const installed = missing.map(({ debianPackage }) => debianPackage).join(' ');
  return `The drill failover needs ${names}, which this machine does not have: apt-get install ${installed}.`;
}
