import { describe, expect, it } from 'vitest';
import { openForTest } from '../../../platform/testing/open-for-file';
import { auditRoom, ofEntry } from '../testing/audit-room';

const log = openForTest(auditRoom);

async function accept(): Promise<unknown> {
  const { data } = await log.room.internal('mutation { acceptUnsignedEntries }');
  return data.acceptUnsignedEntries;
}

describe('acceptUnsignedEntries', () => {
  it('accepts entries of a version without keys, once, and is an entry itself', async () => {
    await log.write(1);
    await log.writeUnkeyed();
    await log.write(1);
    const later = await log.writeUnkeyed();
    expect(await log.faults()).toHaveLength(2);
    expect(await accept()).toBe(2);
    expect(await accept()).toBe(0);
    expect(await log.faults()).toEqual([]);
    const { rows } = await log.room.database.pool.query(
      "SELECT actor, subject, detail FROM audit_entries WHERE action = 'audit.accept'",
    );
    const detail = '{"from":"2","through":"4"}';
    expect(rows).toEqual([{ actor: 'system', subject: 'AuditLog:unsigned', detail }]);

    const forged = await log.writeUnkeyed();
    expect(await log.faults()).toEqual([ofEntry('unsigned', forged)]);
    await log.asOwner(`UPDATE audit_entries SET actor = 'User:3' WHERE id = '${later}'`);
    expect(await log.faults()).toEqual([ofEntry('altered', later), ofEntry('unsigned', forged)]);
  });

  it('accepts nothing for an entry that the owner of the database wrote', async () => {
    await log.write(1);
    const forged = await log.writeUnkeyed();
    await log.asOwner(
      `INSERT INTO audit_entries VALUES (gen_random_uuid(), now(), 'system', 'audit.accept',
         'AuditLog:unsigned', '{"from":"2","through":"2"}')`,
      `INSERT INTO audit_links (seq, entry_id, hash, key_id)
       SELECT 3, e.id, sha256('forged'), l.key_id FROM audit_entries e, audit_links l
       WHERE e.action = 'audit.accept' AND l.seq = 1`,
    );
    expect((await log.faults())[0]).toEqual(ofEntry('unsigned', forged));
  });

  it('has nothing to accept in a log without keys: the first key covers it', async () => {
    await log.writeUnkeyed();
    expect(await accept()).toBe(0);
  });
});
