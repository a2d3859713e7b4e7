import { beforeEach, describe, expect, it } from 'vitest';
import { verifyAccessToken } from '../../../platform/auth/access-token';
import { publicKeyOf } from '../../../platform/auth/signing-key';
import { openForTest } from '../../../platform/testing/open-for-file';
import { usersRoom } from '../testing/users-room';

const rotateSigningKey = 'mutation { rotateSigningKey { kid signsFrom } }';
const signingKeys = '{ signingKeys { kid publicJwk notAfter } }';
const accessTokenFor = '{ accessTokenFor(email: "ada@example.com") }';

interface Key {
  kid: string;
  publicJwk: string;
  notAfter: string | null;
}

const room = openForTest(usersRoom);
beforeEach(async () => {
  await room.account({ email: 'ada@example.com' });
});

/** Another process on the same database, which has read nothing yet. */
const restarted = () => usersRoom({ database: room.database });

async function keysOf(of = room): Promise<Key[]> {
  const { data, errors } = await of.internal(signingKeys);
  if (errors) throw errors[0];
  return data.signingKeys as Key[];
}

async function rotate(of = room) {
  const { data, errors } = await of.internal(rotateSigningKey);
  if (errors) throw errors[0];
  return data.rotateSigningKey as { kid: string; signsFrom: string };
}

async function tokenOf(of = room) {
  const token = String((await of.internal(accessTokenFor)).data.accessTokenFor);
  const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
  return { token, kid: String(header.kid) };
}

const sql = (text: string) => room.database.pool.query(text);
const later = (interval: string) =>
  sql(`UPDATE signing_keys SET created_at = created_at - interval '${interval}',
    signs_from = signs_from - interval '${interval}', not_after = not_after - interval '${interval}'`);

describe('rotateSigningKey', () => {
  it('publishes the next key at once, and it signs a moment later', async () => {
    const { kid: old } = await tokenOf();
    const next = await rotate();
    expect((await keysOf()).map(({ kid }) => kid)).toEqual([next.kid, old]);
    expect(Date.parse(next.signsFrom)).toBeGreaterThan(Date.now() + 5_000);
    expect((await tokenOf(await restarted())).kid).toBe(old);
    await later('11 seconds');
    expect((await tokenOf(await restarted())).kid).toBe(next.kid);
  });

  it('keeps the old key published until its last token has expired', async () => {
    const { token, kid: old } = await tokenOf();
    await rotate();
    const [, oldKey] = await keysOf();
    const lifetimeMs = room.configuration.auth.accessTokenMinutes * 60_000;
    // The old key may sign for 70 s: until the next one begins, and all processes have read it.
    expect(Date.parse(oldKey?.notAfter ?? '')).toBeGreaterThan(Date.now() + lifetimeMs + 70_000);
    const find = (kid: string) => (kid === old ? publicKeyOf(oldKey?.publicJwk ?? '') : null);
    expect(verifyAccessToken(token, find, room.configuration.auth)).not.toBeNull();
    await later('20 minutes');
    expect(await keysOf(await restarted())).toHaveLength(1);
  });

  it('works again and again', async () => {
    for (let time = 0; time < 3; time += 1) {
      const { kid } = await rotate(await restarted());
      await later('20 minutes');
      expect((await tokenOf(await restarted())).kid).toBe(kid);
    }
    expect(await keysOf(await restarted())).toHaveLength(1);
  });

  it('always leaves one key that signs, also when several rotate at once', async () => {
    const rooms = [await restarted(), await restarted(), await restarted()];
    await Promise.all(rooms.map(rotate));
    await tokenOf(await restarted());
    await later('11 seconds');
    const kids = await Promise.all(rooms.map(async () => (await tokenOf(await restarted())).kid));
    expect(new Set(kids).size).toBe(1);
  });

  it('is in the audit log', async () => {
    const { kid } = await rotate();
    const { rows } = await sql(`SELECT actor, subject FROM audit_entries`);
    expect(rows).toEqual([{ actor: 'system', subject: `SigningKey:${kid}` }]);
  });
});

describe('a signing key that is old', () => {
  it('is followed by another one by itself', async () => {
    const { kid: old } = await tokenOf();
    await later('29 days');
    await tokenOf(await restarted());
    expect(await keysOf()).toHaveLength(1);
    await later('2 days');
    expect((await tokenOf(await restarted())).kid).toBe(old);
    const [next, last] = await keysOf();
    expect([last?.kid, next?.notAfter]).toEqual([old, null]);
    await later('11 seconds');
    expect((await tokenOf(await restarted())).kid).toBe(next?.kid);
    expect(await keysOf()).toHaveLength(2);
    const { rows } = await sql(`SELECT actor, subject FROM audit_entries`);
    expect(rows).toEqual([{ actor: 'system', subject: `SigningKey:${next?.kid}` }]);
  });
});
