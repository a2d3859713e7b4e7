import { describe, expect, it } from 'vitest';
import { verifyAccessToken } from '../../../platform/auth/access-token';
import { publicKeyOf } from '../../../platform/auth/signing-key';
import { usersRoom, usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();

describe('accessTokenFor', () => {
  const query = '{ accessTokenFor(email: "token@example.com") }';

  it('is a good access token of the account', async () => {
    const userId = await room.account({ email: 'token@example.com', roles: ['WAREHOUSE'] });
    const { data } = await room.internal(query);
    const keys = await room.internal('{ signingKeys { publicJwk } }');
    const [key] = keys.data.signingKeys as { publicJwk: string }[];
    const publicKey = publicKeyOf(key?.publicJwk ?? '');
    const { auth } = room.configuration;
    expect(verifyAccessToken(String(data.accessTokenFor), () => publicKey, auth)).toMatchObject({
      userId,
      roles: ['WAREHOUSE'],
    });
  });

  it('is null without an account', async () => {
    const { data } = await room.internal('{ accessTokenFor(email: "nobody@example.com") }');
    expect(data).toEqual({ accessTokenFor: null });
  });

  it('is given to nobody in production', async () => {
    const production = await usersRoom({ environment: 'production', database: room.database });
    const { codes } = await production.internal(query);
    expect(codes).toEqual(['FORBIDDEN']);
  });
});
