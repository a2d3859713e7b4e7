import type { PoolClient } from 'pg';
import type { NamedStatement } from '../database/one-transaction';
import type { Database } from '../database/pool';

export interface SentStatement {
  /** The name of a prepared statement, whose plan is for all values and not only for these. */
  readonly name: string | null;
  readonly text: string;
  readonly values: readonly unknown[];
}

type Given =
  | string
  | { readonly name?: string; readonly text?: string; readonly values?: unknown[] }
  | { readonly statements: readonly NamedStatement[] };

function sentBy(given: Given, beside: unknown): SentStatement[] {
  if (typeof given === 'object' && 'statements' in given) return [...given.statements];
  const { name = null, text, values } = typeof given === 'string' ? { text: given } : given;
  if (text === undefined) return [];
  return [{ name, text, values: values ?? (Array.isArray(beside) ? beside : []) }];
}

/** Every statement that the pool sends while the action runs, whichever way it is sent. */
export async function statementsDuring(
  pool: Database,
  action: () => Promise<unknown>,
): Promise<SentStatement[]> {
  const sent: SentStatement[] = [];
  const wrapped = new Map<PoolClient, PoolClient['query']>();
  const onAcquire = (client: PoolClient) => {
    if (wrapped.has(client)) return;
    wrapped.set(client, client.query);
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    client.query = ((...given: unknown[]) => {
      sent.push(...sentBy(given[0] as Given, given[1]));
      return query(...given);
    }) as typeof client.query;
  };
  pool.on('acquire', onAcquire);
  try {
    await action();
    return sent;
  } finally {
    pool.off('acquire', onAcquire);
    for (const [client, query] of wrapped) client.query = query;
  }
}

/** The same by name, or text without one. */
export async function statementsOf(
  pool: Database,
  action: () => Promise<unknown>,
): Promise<string[]> {
  return (await statementsDuring(pool, action)).map(({ name, text }) => name ?? text);
}
