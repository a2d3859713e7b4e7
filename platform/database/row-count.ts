import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import sql, { type Sql } from 'sql-template-tag';
import type { Database } from './pool';

/** How many rows a list has. */
export interface RowCount {
  readonly count: number;
  /** False: there are more than are counted one by one, and `count` is the planner's estimate. */
  readonly exact: boolean;
}

/** Rows that are counted one by one for `totalCount`; beyond, the planner's estimate will do. */
export const countedRowsMax = 5_000;

/** What the planner knows comes from the last ANALYZE, which is older than this as a rule. */
const estimateAgeMsMax = 60_000;
const estimatesMax = 500;

interface Plan {
  readonly Plan: { readonly 'Plan Rows': number };
}

/** A hash: a filter may name hundreds of values, and a thousand filters are no small memory. */
function keyOf({ text, values }: Sql): string {
  const written = JSON.stringify([text, values], (_, value) =>
    typeof value === 'bigint' ? `${value}` : value,
  );
  return createHash('sha256').update(written).digest('base64');
}

/** Counts rows, and stops one behind the bound. */
export const countOf = (rows: Sql): Sql =>
  sql`SELECT count(*) FROM (${rows} LIMIT ${countedRowsMax + 1}) AS counted`;

/** Counts that cost no more because there is more: exact up to a bound, estimated beyond. */
export class RowCounts {
  private readonly estimates = new LRUCache<string, number>({
    max: estimatesMax,
    ttl: estimateAgeMsMax,
  });

  constructor(private readonly database: Pick<Database, 'query'>) {}

  /**
   * @param rows selects what is counted, and may stop one behind the bound.
   * @param all select all of it; the largest estimate counts where there are several readings.
   */
  async of(rows: Sql, all: readonly Sql[]): Promise<RowCount> {
    const { rows: found } = await this.database.query<{ count: bigint }>(countOf(rows));
    return this.told(Number(found[0]?.count ?? 0n), all);
  }

  /** What to tell of a count that may have ended one behind the bound (`countOf`). */
  async told(counted: number, all: readonly Sql[]): Promise<RowCount> {
    if (counted <= countedRowsMax) return { count: counted, exact: true };
    const { count } = await this.estimated(all);
    return { count: Math.max(counted, count), exact: false };
  }

  /** About how many there are, without counting them. */
  async estimated(all: readonly Sql[]): Promise<RowCount> {
    const estimates = await Promise.all(all.map((query) => this.estimate(query)));
    return { count: Math.max(0, ...estimates), exact: false };
  }

  private async estimate(query: Sql): Promise<number> {
    const key = keyOf(query);
    const known = this.estimates.get(key);
    if (known !== undefined) return known;
    const { rows } = await this.database.query<{ 'QUERY PLAN': Plan[] }>(
      sql`EXPLAIN (FORMAT JSON) ${query}`,
    );
    const estimate = rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
    this.estimates.set(key, estimate);
    return estimate;
  }
}
