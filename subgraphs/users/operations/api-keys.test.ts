import { describe, expect, it } from 'vitest';
import type { KeyRequest, KeyRequestLog } from '../../../platform/auth/key-requests';
import { type Caller, usersRoom, usersRoomForFile } from '../testing/users-room';

const createApiKey = `mutation ($name: String!) {
  createApiKey(input: { name: $name, scopes: [ORDERS_READ] }) {
    ... on ApiKeyCreated { apiKey { id } }
  }
}`;
const revokeApiKey = 'mutation ($id: ID!) { revokeApiKey(id: $id) { __typename } }';
const apiKeys = '{ apiKeys { name revokedAt } }';

const requestsOf = 'requests { at requestId operation outcome status durationMs }';

const room = usersRoomForFile();

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
});

describe('ApiKey.requests', () => {
  const newKey = async (caller: Caller) => {
    const { data } = await caller(createApiKey, { name: 'log' });
    return (data.createApiKey as { apiKey: { id: string } }).apiKey.id;
  };
  const record = (keyId: string, requestId: string, changes: Partial<KeyRequest> = {}) =>
    room.keyRequests.record(keyId, {
      at: new Date(),
      requestId,
      operation: null,
      outcome: 'OK',
      status: 200,
      durationMs: 1,
      ...changes,
    });

  it('are those of each key, newest first', async () => {
    const owner = room.as(await room.account({ roles: ['PARTNER'] }), 'PARTNER');
    const [older, newer] = [await newKey(owner), await newKey(owner)];
    const at = new Date(Date.now() - 60_000);
    record(older, 'request-1', { at, operation: 'Stock', durationMs: 12 });
    record(older, 'request-2', { at, outcome: 'RATE_LIMITED', status: 429 });
    const { data, codes } = await owner(`{ apiKeys { id ${requestsOf} } }`);
    expect(codes).toEqual([]);
    const common = { at: at.toISOString(), operation: null };
    expect(data.apiKeys).toEqual([
      { id: newer, requests: [] },
      {
        id: older,
        requests: [
          {
            ...common,
            requestId: 'request-2',
            outcome: 'RATE_LIMITED',
            status: 429,
            durationMs: 1,
          },
          {
            ...common,
            requestId: 'request-1',
            operation: 'Stock',
            outcome: 'OK',
            status: 200,
            durationMs: 12,
          },
        ],
      },
    ]);
  });

  it('are the newest 20, or as many as asked for, from 1 to 100', async () => {
    const owner = room.as(await room.account({ roles: ['PARTNER'] }), 'PARTNER');
    const id = await newKey(owner);
    for (let sent = 1; sent <= 120; sent += 1) record(id, `request-${sent}`);
    const idsOf = async (selection: string) => {
      const { data } = await owner(`{ apiKeys { ${selection} { requestId } } }`);
      const [key] = data.apiKeys as { requests: { requestId: string }[] }[];
      return key?.requests.map(({ requestId }) => requestId) ?? [];
    };
    expect(await idsOf('requests')).toHaveLength(20);
    expect(await idsOf('requests(first: 2)')).toEqual(['request-120', 'request-119']);
    expect(await idsOf('requests(first: 100)')).toHaveLength(100);
    for (const first of [0, 101]) {
      const { codes } = await owner(`{ apiKeys { requests(first: ${first}) { requestId } } }`);
      expect(codes).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('are read by ADMIN with the key that it revokes', async () => {
    const owner = room.as(await room.account({ roles: ['PARTNER'] }), 'PARTNER');
    const id = await newKey(owner);
    record(id, 'request-1');
    const admin = room.as(await room.account({ roles: ['ADMIN'] }), 'ADMIN');
    const revoke = `mutation ($id: ID!) {
      revokeApiKey(id: $id) { ... on ApiKey { requests { requestId } } } }`;
    const { data } = await admin(revoke, { id });
    expect(data.revokeApiKey).toEqual({ requests: [{ requestId: 'request-1' }] });
  });

  it('are SERVICE_UNAVAILABLE while they cannot be read, and the keys are still answered', async () => {
    const keyRequests: KeyRequestLog = {
      record: () => undefined,
      latest: async () => {
        throw new Error('Connection is closed.');
      },
    };
    const without = await usersRoom({ database: room.database, keyRequests });
    const owner = without.as(await room.account({ roles: ['PARTNER'] }), 'PARTNER');
    const id = await newKey(owner);
    const { data, codes } = await owner('{ apiKeys { id requests { requestId } } }');
    expect(data.apiKeys).toEqual([{ id, requests: null }]);
    expect(codes).toEqual(['SERVICE_UNAVAILABLE']);
  });
});
