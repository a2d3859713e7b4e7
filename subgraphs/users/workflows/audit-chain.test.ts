import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { headFiles } from '../../../platform/audit/head-files';
import { openForTest } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { auditRoom, ofEntry, ofHead, rechain } from '../testing/audit-room';
import { testAuditKeys } from '../testing/users-room';

const log = openForTest(auditRoom);

describe('the owner of the database is found out', () => {
  it('changing an entry', async () => {
    const [, changed] = await log.write(3);
    await log.asOwner(`UPDATE audit_entries SET actor = 'User:2' WHERE id = '${changed}'`);
    expect(await log.faults()).toEqual([ofEntry('altered', changed)]);
  });

  it('changing when it was written', async () => {
    const [, changed] = await log.write(3);
    await log.asOwner(`UPDATE audit_entries SET at = at + interval '1 ms' WHERE id = '${changed}'`);
    expect(await log.faults()).toEqual([ofEntry('altered', changed)]);
  });

  it('removing an entry', async () => {
    const [, removed] = await log.write(3);
    await log.asOwner(`DELETE FROM audit_entries WHERE id = '${removed}'`);
    expect(await log.faults()).toEqual([ofEntry('removed', removed)]);
  });

  it('removing an entry with its link', async () => {
    const [, removed, next] = await log.write(3);
    await log.asOwner(
      `DELETE FROM audit_entries WHERE id = '${removed}'`,
      `DELETE FROM audit_links WHERE entry_id = '${removed}'`,
    );
    expect(await log.faults()).toEqual([ofEntry('gap', next)]);
  });

  it('removing an entry with its link and closing the gap', async () => {
    const [, removed, next] = await log.write(3);
    await log.asOwner(
      `DELETE FROM audit_entries WHERE id = '${removed}'`,
      `DELETE FROM audit_links WHERE entry_id = '${removed}'`,
      'UPDATE audit_links SET seq = 2 WHERE seq = 3',
    );
    expect(await log.faults()).toEqual([ofEntry('altered', next)]);
  });

  it('removing the first entries', async () => {
    const [first, second] = await log.write(2);
    await log.asOwner(
      `DELETE FROM audit_entries WHERE id = '${first}'`,
      `DELETE FROM audit_links WHERE entry_id = '${first}'`,
    );
    expect(await log.faults()).toEqual([ofEntry('gap', second)]);
  });

  it('exchanging two entries', async () => {
    const [, second, third] = await log.write(4);
    await log.asOwner(
      'UPDATE audit_links SET seq = 99 WHERE seq = 2',
      'UPDATE audit_links SET seq = 2 WHERE seq = 3',
      'UPDATE audit_links SET seq = 3 WHERE seq = 99',
    );
    expect((await log.faults()).slice(0, 2)).toEqual([
      ofEntry('altered', third),
      ofEntry('altered', second),
    ]);
  });

  it('writing an entry past the chain', async () => {
    await log.write(2);
    const id = uuidV7();
    await log.asOwner(
      `INSERT INTO audit_entries VALUES ('${id}', now(), 'User:2', 'test', 'User:1', NULL)`,
    );
    expect(await log.faults()).toEqual([ofEntry('unlinked', id)]);
  });

  it('writing an entry with the link of the trigger', async () => {
    await log.write(2);
    const id = await log.writeUnkeyed();
    expect(await log.faults()).toEqual([ofEntry('unsigned', id)]);
  });

  it('writing an entry that pretends to have a key', async () => {
    await log.write(2);
    const id = await log.writeUnkeyed();
    await log.asOwner(
      `UPDATE audit_links SET key_id = '${testAuditKeys.current.id}' WHERE seq = 3`,
    );
    expect(await log.faults()).toEqual([ofEntry('altered', id)]);
  });

  it('changing an entry and computing all later links again', async () => {
    const [first] = await log.write(3);
    await log.publisher().publish();
    const { head } = await log.checked();
    await log.asOwner(
      `UPDATE audit_entries SET actor = 'User:2' WHERE id = '${first}'`,
      ...rechain,
    );
    expect(await log.faults()).toEqual([ofHead('cut', head ?? '')]);
  });

  it('computing the links up to the last one again', async () => {
    const [first, , third] = await log.write(3);
    const { rows } = await log.room.database.pool.query(
      'SELECT hash FROM audit_links WHERE seq = 3',
    );
    const last = (rows as { hash: Buffer }[])[0]?.hash.toString('hex');
    await log.asOwner(
      `UPDATE audit_entries SET actor = 'User:2' WHERE id = '${first}'`,
      ...rechain,
      `UPDATE audit_links SET hash = '\\x${last}', key_id = '${testAuditKeys.current.id}'
       WHERE seq = 3`,
    );
    expect(await log.faults()).toEqual([ofEntry('altered', third)]);
  });

  it('cutting the end off, by the published head', async () => {
    const [, second, third] = await log.write(3);
    const { publish, isLost } = log.publisher();
    await publish();
    const { head } = await log.checked();
    expect(isLost()).toBe(false);
    await log.asOwner(
      `DELETE FROM audit_entries WHERE id IN ('${second}', '${third}')`,
      'DELETE FROM audit_links WHERE seq > 1',
    );
    expect(await log.faults()).toEqual([ofHead('cut', head ?? '')]);
    await log.write(5);
    expect(await log.faults()).toEqual([ofHead('cut', head ?? '')]);
    await publish();
    expect(isLost()).toBe(true);
    expect(headFiles(log.dataFolder).newest()?.head).toBe(head);
    // The next process finds it by the file alone.
    const next = log.publisher();
    await next.publish();
    expect(next.isLost()).toBe(true);
  });

  it('emptying the log', async () => {
    await log.write(2);
    const { head } = await log.checked();
    await log.asOwner('DELETE FROM audit_entries', 'DELETE FROM audit_links');
    expect(await log.faults()).toEqual([]);
    expect(await log.faults([head ?? ''])).toEqual([ofHead('cut', head ?? '')]);
  });

  it('changing the file of a published head', async () => {
    await log.write(2);
    await log.publisher().publish();
    const [name = ''] = readdirSync(path.join(log.dataFolder, 'audit-heads'));
    const file = path.join(log.dataFolder, 'audit-heads', name);
    const head = `1:${createHash('sha256').update('forged').digest('hex')}`;
    const published = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...published, head }));
    expect(await log.faults()).toEqual([ofHead('forged_head', head)]);
    // Later links are not those of this head: it is verified once, whatever the length of the log.
    expect((await log.checked('1')).faults).toEqual([]);
  });
});
