import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { usersStore } from '../store';
import { type UsersRoom, usersRoom } from '../testing/users-room';

interface Chain {
  readonly checked: number;
  readonly next: string | null;
  readonly head: string | null;
  readonly broken: string[];
}

const auditChain = 'query ($after: ID) { auditChain(after: $after) { checked next head broken } }';

let room: UsersRoom;
beforeEach(async () => {
  room = await usersRoom();
});
afterEach(() => room.close());

async function checked(after: string | null = null): Promise<Chain> {
  const { data, errors } = await room.internal(auditChain, { after });
  if (errors) throw errors[0];
  return data.auditChain as Chain;
}

const entry = (subject: string) => ({ actor: 'system', action: 'test', subject, detail: null });

async function write(count: number): Promise<string[]> {
  const { audit } = usersStore(room.database.pool);
  const ids = Array.from({ length: count }, () => uuidV7());
  await audit.appendAll(ids.map((id) => ({ ...entry(`User:${id}`), id, at: new Date() })));
  return ids;
}

/** As only the owner of the database can. */
async function behindTheTriggers(statement: string): Promise<void> {
  const { pool } = room.database;
  for (const table of ['audit_entries', 'audit_links']) {
    await pool.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  }
  await pool.query(statement);
  for (const table of ['audit_entries', 'audit_links']) {
    await pool.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  }
}

describe('auditChain', () => {
  it('holds over all that was written, also by many at once and twice', async () => {
    expect(await checked()).toEqual({ checked: 0, next: null, head: null, broken: [] });
    const { audit } = usersStore(room.database.pool);
    const same = { ...entry('User:1'), id: uuidV7(), at: new Date() };
    await Promise.all([
      ...Array.from({ length: 20 }, (_, index) => audit.append(entry(`User:${index}`))),
      ...Array.from({ length: 5 }, () => audit.appendAll([same])),
    ]);
    const chain = await checked();
    expect(chain).toMatchObject({ checked: 21, broken: [] });
    expect(chain.head).toMatch(/^21:[0-9a-f]{64}$/);
    expect(await checked('20')).toMatchObject({ checked: 1, head: chain.head, broken: [] });
  });

  it('breaks where an entry was changed', async () => {
    const [, changed] = await write(3);
    await behindTheTriggers(`UPDATE audit_entries SET actor = 'User:2' WHERE id = '${changed}'`);
    expect((await checked()).broken).toEqual([changed]);
  });

  it('breaks where an entry was removed, with its link or without', async () => {
    const [first, second, third] = await write(3);
    await behindTheTriggers(`DELETE FROM audit_entries WHERE id = '${first}'`);
    expect((await checked()).broken).toEqual([first]);
    await behindTheTriggers(`DELETE FROM audit_links WHERE entry_id = '${second}'`);
    expect((await checked()).broken).toEqual([first, third, second]);
  });

  it('reports an entry that was written past it', async () => {
    await write(2);
    const id = uuidV7();
    await behindTheTriggers(
      `INSERT INTO audit_entries VALUES ('${id}', now(), 'User:2', 'test', 'User:1', NULL)`,
    );
    expect((await checked()).broken).toEqual([id]);
  });

  it('cannot be changed like the log itself', async () => {
    await write(1);
    await expect(room.database.pool.query('DELETE FROM audit_links')).rejects.toThrow(
      'append-only',
    );
  });
});
