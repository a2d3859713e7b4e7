import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type UsersRoom, usersRoom } from '../testing/users-room';

const createApiKey = `mutation ($name: String!) {
  createApiKey(input: { name: $name, scopes: [ORDERS_READ] }) {
    ... on ApiKeyCreated { apiKey { id } }
  }
}`;
const revokeApiKey = 'mutation ($id: ID!) { revokeApiKey(id: $id) { __typename } }';
const apiKeys = '{ apiKeys { name revokedAt } }';

let room: UsersRoom;
beforeAll(async () => {
  room = await usersRoom();
});
afterAll(() => room.close());

describe('apiKeys', () => {
  it('are the own ones, those that work first and the newest first', async () => {
    const caller = room.as(await room.account({ roles: ['PARTNER'] }), 'PARTNER');
    const other = room.as(await room.account({ roles: ['PARTNER'] }), 'PARTNER');
    await other(createApiKey, { name: 'not mine' });
    for (const name of ['one', 'two']) await caller(createApiKey, { name });
    const { data } = await caller(createApiKey, { name: 'over' });
    const { apiKey } = data.createApiKey as { apiKey: { id: string } };
    await caller(revokeApiKey, { id: apiKey.id });
    const listed = (await caller(apiKeys)).data.apiKeys as { name: string }[];
    expect(listed.map(({ name }) => name)).toEqual(['two', 'one', 'over']);
  });

  it('are an empty list for an account without keys', async () => {
    const customer = room.as(await room.account(), 'CUSTOMER');
    expect((await customer(apiKeys)).data).toEqual({ apiKeys: [] });
  });

  it('are for people alone', async () => {
    const id = await room.account({ roles: ['PARTNER'] });
    expect((await room.anonymous()(apiKeys)).codes).toEqual(['UNAUTHENTICATED']);
    expect((await room.asKeyOf(id, ['ORDERS_READ'], 'PARTNER')(apiKeys)).codes).toEqual([
      'FORBIDDEN',
    ]);
  });
});
