import type { ClientBase } from 'pg';

/** Runs an action in a transaction of this session; it is rolled back if the action throws. */
export async function inOwnTransaction<Result>(
  client: ClientBase,
  action: () => Promise<Result>,
): Promise<Result> {
  await client.query('BEGIN');
  try {
    const result = await action();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // A lost connection has rolled back already, and its reason is the first error.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
