import { describe, expect, it } from 'vitest';
import { type UsersRoom, usersRoom, usersRoomForFile } from '../testing/users-room';

const signingKeys = '{ signingKeys { kid publicJwk notAfter } }';

interface Key {
  kid: string;
  publicJwk: string;
  notAfter: string | null;
}

const room = usersRoomForFile();

const keysOf = async (of: UsersRoom): Promise<Key[]> => {
  const { data, errors } = await of.internal(signingKeys);
  if (errors) throw errors[0];
  return data.signingKeys as Key[];
};

describe('signingKeys', () => {
  it('has one key from the first start on, and the same one after the next', async () => {
    const [key, ...others] = await keysOf(room);
    expect(others).toEqual([]);
    expect(key?.notAfter).toBeNull();
    expect(key && JSON.parse(key.publicJwk)).toMatchObject({ kid: key?.kid, alg: 'RS256' });
    const restarted = await usersRoom({ database: room.database });
    expect(await keysOf(restarted)).toEqual([key]);
  });

  it('holds one key also when several processes start at once', async () => {
    const fresh = await usersRoom();
    const others = [1, 2, 3].map(() => usersRoom({ database: fresh.database }));
    const rooms = [fresh, ...(await Promise.all(others))];
    const all = await Promise.all(rooms.map(keysOf));
    const kids = new Set(all.flat().map(({ kid }) => kid));
    expect(kids.size).toBe(1);
    await fresh.close();
  });

  it('never stores the private half readably', async () => {
    await keysOf(room);
    const { rows } = await room.database.pool.query('SELECT * FROM signing_keys');
    const { public_jwk: jwk, private_key_sealed: sealed } = rows[0] ?? {};
    expect(Object.keys(JSON.parse(String(jwk)))).not.toContain('d');
    expect((sealed as Buffer).toString('latin1')).not.toContain('RSA');
  });

  it('makes another key where auth.keySecret has changed, and still publishes the old one', async () => {
    const fresh = await usersRoom();
    const [old] = await keysOf(fresh);
    const changed = await usersRoom({ database: fresh.database, keySecret: 'y'.repeat(40) });
    const keys = await keysOf(changed);
    expect(keys).toHaveLength(2);
    expect(keys[1]).toEqual(old);
    await fresh.close();
  });

  it('leaves out keys whose last token has expired', async () => {
    const fresh = await usersRoom();
    const [old] = await keysOf(fresh);
    await fresh.database.pool.query('UPDATE signing_keys SET not_after = now()');
    const keys = await keysOf(await usersRoom({ database: fresh.database }));
    expect(keys).toHaveLength(1);
    expect(keys[0]?.kid).not.toBe(old?.kid);
    await fresh.close();
  });
});
