import sql from 'sql-template-tag';
import { inTransaction } from '../../../platform/database/pool';
import { prepared } from '../../../platform/database/prepared';
import type { Viewer } from '../../../platform/requests/viewer';
import { lockActor } from './actor';
import type { NewAuditEntry } from './audit-appender';
import type { UsersDatabase } from './database';

export interface FlagOverrideRow {
  readonly name: string;
  readonly isOn: boolean;
}

export interface FlagChange {
  readonly actor: Viewer;
  readonly name: string;
  /** Null: the source of the flags decides again. */
  readonly isOn: boolean | null;
  readonly entry: NewAuditEntry;
}

/** Feature flags that an ADMIN has switched for everybody. */
export function flagOverrideStore({ audit, pool }: UsersDatabase) {
  return {
    all: (): Promise<FlagOverrideRow[]> =>
      prepared<FlagOverrideRow>(
        pool,
        'flag-overrides',
        sql`SELECT name, is_on AS "isOn" FROM flag_overrides ORDER BY name`,
      ),

    /** @throws FORBIDDEN unless the actor is ADMIN now. */
    async change({ actor, name, isOn, entry }: FlagChange): Promise<void> {
      await inTransaction(pool, async (transaction) => {
        await lockActor(transaction, actor, ['ADMIN']);
        await transaction.query(
          isOn === null
            ? sql`DELETE FROM flag_overrides WHERE name = ${name}`
            : sql`INSERT INTO flag_overrides (name, is_on, actor)
                VALUES (${name}, ${isOn}, ${entry.actor})
                ON CONFLICT (name) DO UPDATE SET is_on = excluded.is_on, at = now(),
                  actor = excluded.actor`,
        );
        await audit.append(transaction, entry);
      });
    },
  };
}
