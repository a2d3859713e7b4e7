import { existsSync } from 'node:fs';
import path from 'node:path';
import { findProgram } from '../../../platform/process/run-program';

/** Where Debian puts the programs of PostgreSQL; the embedded one lacks those that Patroni calls. */
export const postgresPrograms = '/usr/lib/postgresql/17/bin';

interface Program {
  readonly name: string;
  readonly debianPackage: string;
  /** The folder that has it, if it need not be on the PATH. */
  readonly folder?: string;
}

/** Debian's Patroni works with several stores, and brings the module of none. */
const python = '/usr/lib/python3/dist-packages';

const postgres = { debianPackage: 'postgresql-17', folder: postgresPrograms };

const needed: readonly Program[] = [
  { name: 'patroni', debianPackage: 'patroni' },
  { name: 'patronictl', debianPackage: 'patroni' },
  { name: 'etcd', debianPackage: 'etcd-server' },
  { name: 'etcd/__init__.py', debianPackage: 'python3-etcd', folder: python },
  { name: 'haproxy', debianPackage: 'haproxy' },
  { name: 'postgres', ...postgres },
  { name: 'pg_basebackup', ...postgres },
  { name: 'pg_rewind', ...postgres },
];

const isPresent = ({ name, folder }: Program): boolean =>
  folder === undefined ? findProgram(name) !== null : existsSync(path.join(folder, name));

/** One sentence with the programs that this machine lacks, and how to install them; null if none. */
export function missingPrograms(): string | null {
  const missing = needed.filter((program) => !isPresent(program));
  if (missing.length === 0) return null;
  const names = missing.map(({ name }) => name).join(', ');
  const packages = [...new Set(missing.map(({ debianPackage }) => debianPackage))].join(' ');
  return `The drill failover needs ${names}, which this machine does not have: apt-get install ${packages}.`;
}
