import type { PoolClient } from 'pg';
import type { NamedStatement } from '../database/one-transaction';
import type { Database } from '../database/pool';

type Sent =
  | string
  | { readonly name?: string; readonly text?: string }
  | { readonly statements: readonly NamedStatement[] };

function namesOf(sent: Sent): string[] {
  if (typeof sent === 'string') return [sent];
  if ('statements' in sent) return sent.statements.map(({ name }) => name);
  return [sent.name ?? sent.text ?? ''];
}

/** The statements that reach the server while the action runs, by name, or text without one. */
export async function statementsOf(
  pool: Database,
  action: () => Promise<unknown>,
): Promise<string[]> {
  const statements: string[] = [];
  const wrapped = new Map<PoolClient, PoolClient['query']>();
  const onAcquire = (client: PoolClient) => {
    if (wrapped.has(client)) return;
    wrapped.set(client, client.query);
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    client.query = ((...given: unknown[]) => {
      statements.push(...namesOf(given[0] as Sent));
      return query(...given);
    }) as typeof client.query;
  };
  pool.on('acquire', onAcquire);
  try {
    await action();
    return statements;
  } finally {
    pool.off('acquire', onAcquire);
    for (const [client, query] of wrapped) client.query = query;
  }
}
