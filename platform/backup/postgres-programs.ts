import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, runProgram } from '../process/run-program';

/** Debian installs each major version into a folder of its own. */
const debianFolder = '/usr/lib/postgresql';

/** The version of the embedded server; programs of an older version refuse it. */
const majorVersionMin = 17;
const versionDeadlineMs = 10_000;

/** The path of the newest version of a program below Debian's folder; null if there is none. */
function newestOfDebian(name: string): string | null {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).map(Number) : [];
  const newestFirst = versions
    .filter((version) => version >= majorVersionMin)
    .sort((a, b) => b - a);
  const paths = newestFirst.map((version) => join(debianFolder, String(version), 'bin', name));
  return paths.find(existsSync) ?? null;
}

/** Matches the major version in `pg_dump (PostgreSQL) 17.10 (Debian …)`. */
const versionPattern = /\(PostgreSQL\) (\d+)/;

/**
 * A program of PostgreSQL that the embedded server does not bring, such as pg_dump.
 * @returns its path.
 * @throws Error that names the package if it is not installed, or too old.
 */
export async function findPostgresProgram(name: string): Promise<string> {
  const ofDebian = newestOfDebian(name);
  if (ofDebian !== null) return ofDebian;
  const path = findProgram(name);
  const advice = `on Debian, apt-get install postgresql-client-${majorVersionMin}.`;
  if (path === null) throw new Error(`${name} is not installed: ${advice}`);
  const line = await runProgram(path, { args: ['--version'], deadlineMs: versionDeadlineMs });
  const version = versionPattern.exec(line)?.[1];
  if (Number(version) >= majorVersionMin) return path;
  const found = version ?? 'an unknown version';
  throw new Error(`${name} is of PostgreSQL ${found}, and ${majorVersionMin} is needed: ${advice}`);
}
