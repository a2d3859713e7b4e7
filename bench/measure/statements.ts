import type { Client } from 'pg';

/** Statements from all clients since the reset. */
export interface StatementCounts {
  /** Statements except BEGIN, COMMIT and the like. */
  readonly statements: number;
  readonly commits: number;
}

const counted = `query !~* '^(begin|commit|rollback|set |show |deallocate|discard)'
  AND query !~ 'pg_stat_|^SELECT \\$1$'`;

const countStatements = `
  SELECT coalesce(sum(calls), 0)::int AS count FROM pg_stat_statements WHERE ${counted}`;

const listStatements = `
  SELECT datname AS database, regexp_replace(query, '\\s+', ' ', 'g') AS text, calls::int
  FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid
  WHERE ${counted} ORDER BY calls DESC, text LIMIT $1`;

/** Each writing statement is a commit, because the frequent ones are not inside BEGIN. */
const countCommits = `
  SELECT coalesce(sum(calls), 0)::int AS count FROM pg_stat_statements
  WHERE query ~* '\\m(insert|update|delete)\\M' AND query !~ 'pg_stat_'`;

export async function resetStatements(connection: Client): Promise<void> {
  await connection.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  await connection.query('SELECT pg_stat_statements_reset()');
}

async function count(connection: Client, text: string): Promise<number> {
  const { rows } = await connection.query<{ count: number }>(text);
  return rows[0]?.count ?? 0;
}

export async function statementCounts(connection: Client): Promise<StatementCounts> {
  return {
    statements: await count(connection, countStatements),
    commits: await count(connection, countCommits),
  };
}

export interface Statement {
  readonly database: string;
  readonly text: string;
  readonly calls: number;
}

/** The most frequent statements among those that `statementCounts` counts. */
export async function frequentStatements(connection: Client, max: number): Promise<Statement[]> {
  const { rows } = await connection.query<Statement>(listStatements, [max]);
  return rows;
}
