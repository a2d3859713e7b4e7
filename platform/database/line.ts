import type { PoolClient } from 'pg';
import type { Database } from './pool';

/** Then it is given back once also where there is always somebody: the pool looks at its age. */
export const usesMax = 1_000;

/**
 * A connection of the pool that several transactions share, one behind the other: taken when the
 * first one comes, given back when none is left, and given up with all on it when one breaks it.
 */
export class Line {
  private held: Held | null = null;

  constructor(
    private readonly database: Database,
    private readonly breaks: (error: unknown) => boolean,
  ) {}

  /** @throws what `work` threw, or the error of connecting. */
  async use<Value>(work: (client: PoolClient) => Promise<Value>): Promise<Value> {
    this.held ??= new Held(this.database.connect());
    const { held } = this;
    held.users += 1;
    held.uses += 1;
    if (held.uses === usesMax) this.held = null;
    try {
      return await work(await held.client);
    } catch (error) {
      if (this.breaks(error)) await this.end(held, true);
      throw error;
    } finally {
      held.users -= 1;
      if (held.users === 0) await this.end(held, false);
    }
  }

  private async end(held: Held, isBroken: boolean): Promise<void> {
    if (this.held === held) this.held = null;
    if (held.isEnded) return;
    held.isEnded = true;
    const client = await held.client.catch(() => null);
    client?.release(isBroken);
  }
}

class Held {
  users = 0;
  uses = 0;
  isEnded = false;

  constructor(readonly client: Promise<PoolClient>) {}
}
