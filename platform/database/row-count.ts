import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import sql, { type Sql } from 'sql-template-tag';
import type { Queryable } from './pool';

/** The number of rows of a list. */
export interface RowCount {
  readonly count: number;
  /** False if there are more rows than are counted exactly: `count` is then the planner's estimate. */
  readonly exact: boolean;
}

/**
 * Rows counted exactly for `totalCount`; beyond, the planner's estimate is used.
 * @exceeded the planner's estimate, and `totalCountExact` is false
 * @test platform/database/row-count.test.ts
 */
export const countedRowsMax = 5_000;

/** Estimates are cached for this long; they come from the last ANALYZE, which is usually older. */
const estimateAgeMsMax = 60_000;
/**
 * Estimates of the planner that are kept, each under a hash.
 * @exceeded the least recently used go first
 * @test platform/database/row-count.test.ts
 */
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

/** Counts rows, and stops one past the limit. */
export const countOf = (rows: Sql): Sql =>
  sql`SELECT count(*) FROM (${rows} LIMIT ${countedRowsMax + 1}) AS counted`;

/** Counts at a bounded cost: exact up to a limit, estimated beyond. */
export class RowCounts {
  private readonly estimates = new LRUCache<string, number>({
    max: estimatesMax,
    ttl: estimateAgeMsMax,
  });

  constructor(private readonly database: Queryable) {}

  /**
   * @param rows selects the rows to count, and may stop one past the limit.
   * @param all select all of it; the largest estimate counts where there are several readings.
   */
  async of(rows: Sql, all: readonly Sql[]): Promise<RowCount> {
    const { rows: found } = await this.database.query<{ count: bigint }>(countOf(rows));
    return this.rowCountOf(Number(found[0]?.count ?? 0n), all);
  }

  /** The result for a count that may have stopped one past the limit (`countOf`). */
  async rowCountOf(counted: number, all: readonly Sql[]): Promise<RowCount> {
    if (counted <= countedRowsMax) return { count: counted, exact: true };
    const { count } = await this.estimated(all);
    return { count: Math.max(counted, count), exact: false };
  }

  /** The planner's estimate. */
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
