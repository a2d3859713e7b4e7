import { describe, expect, it } from 'vitest';
import { openForTest } from '../../../platform/testing/open-for-file';
import { usersRoom } from '../testing/users-room';

const rotateWhenOld = 'mutation { rotateSigningKeyWhenOld }';
const kids = '{ signingKeys { kid notAfter } }';

const room = openForTest(usersRoom);

async function rotated(): Promise<unknown> {
  const { data, errors } = await room.internal(rotateWhenOld);
  if (errors) throw errors[0];
  return data.rotateSigningKeyWhenOld;
}

const keys = async () => (await room.internal(kids)).data.signingKeys as { notAfter: unknown }[];

describe('rotateSigningKeyWhenOld', () => {
  it('changes nothing while the key is young', async () => {
    expect(await rotated()).toBe(false);
    expect(await keys()).toHaveLength(1);
  });

  it('makes the next key once the present one is old, and only one', async () => {
    expect(await rotated()).toBe(false);
    const { signingKeyDays } = room.configuration.auth;
    await room.database.pool.query(
      `UPDATE signing_keys SET signs_from = now() - $1::int * interval '1 day' - interval '1 minute'`,
      [signingKeyDays],
    );
    expect(await rotated()).toBe(true);
    expect(await rotated()).toBe(false);
    expect((await keys()).map(({ notAfter }) => notAfter !== null)).toEqual([false, true]);
    const { rows } = await room.database.pool.query('SELECT actor, action FROM audit_entries');
    expect(rows).toEqual([{ actor: 'system', action: 'signing_key.rotate' }]);
  });
});
