import { describe, expect, it } from 'vitest';
import { auditKeys } from '../../../platform/audit/keys';
import { openForTest } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { auditRoom, ofEntry, rechain } from '../testing/audit-room';

const log = openForTest(auditRoom);

const entry = (subject: string) => ({ actor: 'system', action: 'test', subject, detail: null });

describe('auditChain', () => {
  it('holds over all that was written, also by many at once and twice', async () => {
    expect(await log.checked()).toMatchObject({ checked: 0, next: null, head: null, faults: [] });
    const { audit } = log;
    const same = { ...entry('User:1'), id: uuidV7(), at: new Date() };
    await Promise.all([
      ...Array.from({ length: 20 }, (_, index) => audit.append(entry(`User:${index}`))),
      ...Array.from({ length: 5 }, () => audit.appendAll([same])),
    ]);
    const chain = await log.checked();
    expect(chain).toMatchObject({ checked: 21, faults: [] });
    expect(chain.head).toMatch(/^21:[0-9a-f]{64}$/);
    expect(await log.checked('20')).toMatchObject({ checked: 1, head: chain.head, faults: [] });
  });

  it('holds over texts of every kind', async () => {
    const detail = { text: 'ä € 😀 \u2028 "\\ \ud800' };
    await log.audit.append({ ...entry('Lone \ud800 surrogate, tab \t, ä'), detail });
    expect(await log.faults()).toEqual([]);
  });

  it('continues after the secret was changed, as long as the former one is known', async () => {
    const former = 'the former secret of the tests, long enough for it';
    const [first] = await log.write(1, auditKeys(former));
    await log.write(1);
    expect(await log.faults()).toEqual([ofEntry('unknown_key', first)]);
    expect(await log.faultsFor({ formerKeySecrets: [former] })).toEqual([]);
  });
});

describe('a log of a version without keys', () => {
  it('keeps its links, which the first key covers', async () => {
    const first = await log.writeUnkeyed();
    const second = await log.writeUnkeyed();
    expect(await log.faults()).toEqual([ofEntry('unsigned', second)]);
    await log.publisher().publish();
    expect(await log.checked()).toMatchObject({ checked: 3, heads: 1, faults: [] });
    await log.asOwner(`UPDATE audit_entries SET actor = 'User:3' WHERE id = '${first}'`);
    expect(await log.faults()).toEqual([ofEntry('altered', first)]);
  });

  it('cannot be computed again once it is covered', async () => {
    const first = await log.writeUnkeyed();
    await log.writeUnkeyed();
    await log.write(1);
    const { head } = await log.checked();
    await log.asOwner(
      `UPDATE audit_entries SET actor = 'User:3' WHERE id = '${first}'`,
      ...rechain,
    );
    expect((await log.faults([head ?? ''])).map(({ fault }) => fault)).toEqual(['cut']);
  });

  it('is not covered a second time when it was published', async () => {
    await log.write(2);
    const { publish, isLost } = log.publisher();
    await publish();
    await log.asOwner(...rechain);
    await publish();
    expect(isLost()).toBe(true);
    expect((await log.checked()).checked).toBe(2);
  });
});

it('cannot be changed like the log itself', async () => {
  await log.write(1);
  await expect(log.room.database.pool.query('DELETE FROM audit_links')).rejects.toThrow(
    'append-only',
  );
});
