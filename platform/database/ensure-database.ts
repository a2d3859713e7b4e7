import { DatabaseError, escapeIdentifier } from 'pg';
import { msPerSecond } from '../values/time';
import { connectTimeoutMs, connectTimeoutText, queryOnce } from './own-connection';

const unknownDatabase = '3D000';
const duplicateDatabase = '42P04';
/** Concurrent creations of the same database violate the catalogue's unique index. */
const uniqueViolation = '23505';

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof DatabaseError && codes.includes(error.code ?? '');
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}

export function databaseNameOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** The database and its server, without a password: `shop on 127.0.0.1:5432`. */
export function placeOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${databaseNameOf(url)} on ${hostname}:${port || '5432'}`;
}

/** Names server and database, but no password. */
export function unusable(url: string, error: unknown): Error {
  const said = error instanceof AggregateError ? error.errors.join(', ') : (error as Error).message;
  const reason =
    said === connectTimeoutText
      ? `it did not answer within ${connectTimeoutMs / msPerSecond} s`
      : said;
  return new Error(
    `Cannot use the database ${placeOf(url)}: ${reason}. Check its server and its URL in the settings, and try again.`,
    { cause: error },
  );
}

/** @throws Error that names server and database when it cannot be reached. */
export async function checkDatabase(url: string): Promise<void> {
  await queryOnce(url, 'SELECT 1').catch((error: unknown) => {
    throw unusable(url, error);
  });
}

/**
 * Creates the database of the URL if the server does not have it.
 * @throws Error that names server and database, but no password, when it cannot be reached.
 */
export async function ensureDatabase(url: string): Promise<void> {
  const name = databaseNameOf(url);
  try {
    try {
      await queryOnce(url, 'SELECT 1');
    } catch (error) {
      if (!hasCode(error, unknownDatabase)) throw error;
      await queryOnce(withDatabase(url, 'postgres'), `CREATE DATABASE ${escapeIdentifier(name)}`);
    }
  } catch (error) {
    if (hasCode(error, duplicateDatabase, uniqueViolation)) return;
    throw unusable(url, error);
  }
}
