import sql from 'sql-template-tag';
import { prepared } from '../../../platform/database/prepared';
import type { ShardState } from '../../../prisma/orders/generated/enums';
import type { OrdersDatabase } from './database';

/** A shard that was moved to or from a database. */
export interface ShardPlace {
  readonly shard: number;
  /** Rises with each move of the shard: the row HERE with the highest one has the orders. */
  readonly move: number;
  readonly state: ShardState;
  /** Whether the rows that a move has left behind are deleted. */
  readonly isCleared: boolean;
}

/** The channel of notifications that a shard has moved. */
export const shardPlacesChannel = 'shard_places';

/** The places that a database knows, by shard. */
export const selectPlaces = sql`SELECT shard, move, state, cleared_at IS NOT NULL AS "isCleared"
  FROM shard_places ORDER BY shard`;

/** What a database knows of shards that were moved; nothing if none was. */
export function shardPlaceStore({ pool }: Pick<OrdersDatabase, 'pool'>) {
  return {
    read: (): Promise<ShardPlace[]> => prepared<ShardPlace>(pool, 'shard-places', selectPlaces),

    /** The age of the longest stop of a shard, whose writes are refused; 0 if none is stopped. */
    async stoppedSeconds(): Promise<number> {
      const [row] = await prepared<{ seconds: number }>(
        pool,
        'shard-places-stopped',
        sql`SELECT COALESCE(extract(epoch FROM clock_timestamp() - min(changed_at)), 0)::float8
            AS seconds
          FROM shard_places WHERE state IN ('DRAINING', 'COPYING')`,
      );
      return row?.seconds ?? 0;
    },

    /** A text that changes with the rows. */
    async fingerprint(): Promise<string> {
      const [row] = await prepared<{ fingerprint: string }>(
        pool,
        'shard-places-fingerprint',
        sql`SELECT concat_ws(' ', count(*), count(cleared_at), max(changed_at), sum(move))
          AS fingerprint FROM shard_places`,
      );
      return row?.fingerprint ?? '';
    },
  };
}
