import type { PoolClient } from 'pg';
import type { Database } from './pool';

/**
 * Consecutive uses of a shared connection. The pool only looks at the age of what it gets back.
 * @exceeded it is given back to the pool once
 */
export const usesMax = 1_000;

/**
 * A pooled connection on which several transactions are pipelined: taken for the first one,
 * released after the last one, and closed together with all pending ones if one breaks it.
 */
export class SharedConnection {
  private current: OpenConnection | null = null;

  constructor(
    private readonly database: Database,
    private readonly breaks: (error: unknown) => boolean,
  ) {}

  /** @throws what `work` threw, or the error of connecting. */
  async use<Value>(work: (client: PoolClient) => Promise<Value>): Promise<Value> {
    this.current ??= new OpenConnection(this.database.connect());
    const { current: connection } = this;
    connection.users += 1;
    connection.uses += 1;
    if (connection.uses === usesMax) this.current = null;
    try {
      return await work(await connection.client);
    } catch (error) {
      if (this.breaks(error)) await this.end(connection, true);
      throw error;
    } finally {
      connection.users -= 1;
      if (connection.users === 0) await this.end(connection, false);
    }
  }

  private async end(connection: OpenConnection, isBroken: boolean): Promise<void> {
    if (this.current === connection) this.current = null;
    if (connection.isEnded) return;
    connection.isEnded = true;
    const client = await connection.client.catch(() => null);
    client?.release(isBroken);
  }
}

class OpenConnection {
  users = 0;
  uses = 0;
  isEnded = false;

  constructor(readonly client: Promise<PoolClient>) {}
}
