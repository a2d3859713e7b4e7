import type { PoolClient } from 'pg';
import type { Database } from '../../../platform/database/pool';

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
      const [first] = given as [string | { name?: string; text?: string }];
      statements.push(typeof first === 'string' ? first : (first.name ?? first.text ?? ''));
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
