import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { headFiles } from '../../../platform/audit/head-files';
import type { AuditKeys } from '../../../platform/audit/keys';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { uuidV7 } from '../../../platform/values/uuid';
import { usersStore } from '../store';
import { AuditHeads } from '../workflows/audit-heads';
import {
  type RoomOptions,
  testAuditKeys,
  testUsersKeys,
  type UsersRoom,
  usersRoom,
} from './users-room';

interface Chain {
  readonly checked: number;
  readonly next: string | null;
  readonly head: string | null;
  readonly heads: number;
  readonly faults: { readonly fault: string; readonly subject: string }[];
}

const auditChain = `query ($after: ID, $heads: [String!]) {
  auditChain(after: $after, heads: $heads) { checked next head heads faults { fault subject } }
}`;

export const ofEntry = (fault: string, id = '') => ({ fault, subject: `audit entry ${id}` });
export const ofHead = (fault: string, head = '') => ({ fault, subject: `audit head ${head}` });

/** Computes every link again without the key, as the owner of the database can. */
export const rechain = [
  `DO $$ DECLARE
    link record; h bytea := '';
  BEGIN
    FOR link IN SELECT l.seq, e AS entry FROM audit_links l
      JOIN audit_entries e ON e.id = l.entry_id ORDER BY l.seq
    LOOP
      h := audit_hash(h, link.entry);
      UPDATE audit_links SET hash = h, key_id = NULL WHERE seq = link.seq;
    END LOOP;
  END $$`,
];

/** A room with an audit log, its published heads, and the owner of its database. */
export async function auditRoom() {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'audit-'));
  const room = await usersRoom({ dataFolder });
  const { pool } = room.database;

  async function checkedBy(of: UsersRoom, after: string | null, heads: string[]) {
    const { data, errors } = await of.internal(auditChain, { after, heads });
    if (errors) throw errors[0];
    return data.auditChain as Chain;
  }
  const checked = (after: string | null = null, heads: string[] = []) =>
    checkedBy(room, after, heads);

  return {
    room,
    dataFolder,
    checked,
    faults: async (heads: string[] = []) => (await checked(null, heads)).faults,
    /** Checks the log as a process with other settings does. */
    faultsFor: async (options: RoomOptions) => {
      const other = await usersRoom({ ...options, database: room.database });
      return (await checkedBy(other, null, [])).faults;
    },
    audit: usersStore(pool, testUsersKeys).audit,

    /** Entries of this version. @returns their ids. */
    async write(count: number, keys: AuditKeys = testAuditKeys): Promise<string[]> {
      const ids = Array.from({ length: count }, () => uuidV7());
      const entries = ids.map((id) => ({
        id,
        at: new Date(),
        actor: 'system',
        action: 'test',
        subject: `User:${id}`,
        detail: null,
      }));
      await usersStore(pool, { ...testUsersKeys, audit: keys }).audit.appendAll(entries);
      return ids;
    },

    /** Writes as a version without keys does: its INSERT, and the link of the trigger. */
    async writeUnkeyed(): Promise<string> {
      const id = uuidV7();
      await pool.query(
        `INSERT INTO audit_entries VALUES ($1, now(), 'User:2', 'test', 'Umlaut ä "\\ €', '{"a":1}')`,
        [id],
      );
      return id;
    },

    /** Changes the log as only the owner of the database can. */
    async asOwner(...statements: string[]): Promise<void> {
      const each = async (action: string) => {
        for (const table of ['audit_entries', 'audit_links']) {
          await pool.query(`ALTER TABLE ${table} ${action} TRIGGER USER`);
        }
      };
      await each('DISABLE');
      for (const statement of statements) await pool.query(statement);
      await each('ENABLE');
    },

    /** A process that publishes heads. */
    publisher() {
      let isLost = false;
      const heads = new AuditHeads({
        store: usersStore(pool, testUsersKeys).auditChain,
        keys: testAuditKeys,
        files: headFiles(dataFolder),
        logger,
        metrics: {
          auditHead: () => undefined,
          auditHeadLost: (value) => {
            isLost = value;
          },
        },
      });
      return { publish: () => heads.runOnce(), isLost: () => isLost };
    },

    async close(): Promise<void> {
      await room.close();
      rmSync(dataFolder, { recursive: true });
    },
  };
}
