import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password, type UsersRoom, usersRoom } from '../testing/users-room';

const exportMyData = '{ exportMyData { json createdAt } }';
const saveAddress = `mutation {
  saveAddress(input: {
    recipient: "Ada", line1: "12 St James's Square", city: "London", postalCode: "1", country: "GB"
  }) { __typename }
}`;
const createApiKey = `mutation {
  createApiKey(input: { name: "My key", scopes: [ORDERS_READ] }) {
    ... on ApiKeyCreated { secret }
  }
}`;
const login = `mutation {
  login(input: { email: "ada@example.com", password: "${password}" }) {
    ... on Session { refreshToken }
  }
}`;

let room: UsersRoom;
beforeAll(async () => {
  room = await usersRoom();
});
afterAll(() => room.close());

describe('exportMyData', () => {
  it('holds all of the account, and no secret', async () => {
    const id = await room.account({ email: 'ada@example.com', password, roles: ['PARTNER'] });
    const ada = room.as(id, 'PARTNER');
    await ada(saveAddress);
    const { data: created } = await ada(createApiKey);
    const { data: signedIn } = await room.anonymous()(login);
    const { data } = await ada(exportMyData);
    const { json, createdAt } = data.exportMyData as { json: string; createdAt: string };
    expect(JSON.parse(json)).toMatchObject({
      account: { id, email: 'ada@example.com', name: 'Ada Lovelace', roles: ['PARTNER'] },
      addresses: [{ line1: "12 St James's Square" }],
      sessions: [{ endedAt: null }],
      apiKeys: [{ name: 'My key' }],
      auditLog: [{ action: 'api_key.create' }],
    });
    expect(Date.parse(createdAt)).toBeGreaterThan(Date.now() - 10_000);
    const secrets = [
      (created.createApiKey as { secret: string }).secret,
      (signedIn.login as { refreshToken: string }).refreshToken,
      '$2',
    ];
    for (const secret of secrets) expect(json).not.toContain(secret);
  });

  it('holds nothing of anybody else', async () => {
    await room.account({ email: 'other@example.com', name: 'Somebody Else' });
    const { data } = await room.as(await room.account(), 'CUSTOMER')(exportMyData);
    expect(JSON.stringify(data)).not.toContain('Somebody Else');
  });

  it('is for people alone', async () => {
    expect((await room.anonymous()(exportMyData)).codes).toEqual(['UNAUTHENTICATED']);
    const key = room.asKeyOf(await room.account(), ['ORDERS_READ'], 'PARTNER');
    expect((await key(exportMyData)).codes).toEqual(['FORBIDDEN']);
  });
});
