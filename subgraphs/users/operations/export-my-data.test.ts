import { describe, expect, it } from 'vitest';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import { publicError } from '../../../platform/requests/public-error';
import { uuidV7 } from '../../../platform/values/uuid';
import { login } from '../testing/documents';
import { password, usersRoom, usersRoomForFile } from '../testing/users-room';

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

const room = usersRoomForFile();

describe('exportMyData', () => {
  it('holds all of the account, and no secret', async () => {
    const id = await room.account({ email: 'ada@example.com', password, roles: ['PARTNER'] });
    const ada = room.as(id, 'PARTNER');
    await ada(saveAddress);
    const { data: created } = await ada(createApiKey);
    const { data: signedIn } = await room.anonymous()(login('ada@example.com'));
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

  it('holds what an import called the account, and the exports that were prepared', async () => {
    const customer = {
      reference: '17850',
      email: 'imported@example.com',
      name: 'Imported',
      createdAt: '2009-12-01T00:00:00.000Z',
    };
    const { data: imported } = await room.internal(
      `mutation ($customers: [ImportedCustomerInput!]!) {
        importCustomers(customers: $customers) { userIds }
      }`,
      { customers: [customer] },
    );
    const [id = ''] = (imported.importCustomers as { userIds: string[] }).userIds;
    const person = room.as(id, 'CUSTOMER');
    await person('mutation { requestDataExport { id } }');
    const { data } = await person(exportMyData);
    expect(JSON.parse((data.exportMyData as { json: string }).json)).toMatchObject({
      account: { id, importReference: '17850' },
      dataExports: [{ userId: id, readyAt: null, downloads: 0 }],
    });
  });

  it('holds the orders, page by page', async () => {
    const asked: unknown[] = [];
    const orders: ServiceCall = async <Data>(_: string, variables: Record<string, unknown>) => {
      asked.push(variables);
      const isFirst = variables.after === null;
      const page = isFirst
        ? { orders: '[{"number":"2"}]', next: 'more', account: '{"bulkActions":[]}', isCut: false }
        : { orders: '[{"number":"1"}]', next: null, isCut: false };
      return { exportedOrders: page } as Data;
    };
    const shop = await usersRoom({ database: room.database, orders });
    const id = await shop.account();
    const { data } = await shop.as(id, 'CUSTOMER')(exportMyData);
    const { json } = data.exportMyData as { json: string };
    expect(JSON.parse(json)).toMatchObject({
      bulkActions: [],
      orders: [{ number: '2' }, { number: '1' }],
    });
    const charactersMax = expect.any(Number);
    expect(asked).toEqual([
      { customerId: id, charactersMax, after: null },
      { customerId: id, charactersMax, after: 'more' },
    ]);
  });

  it('leaves older orders out where they would not fit, and says so', async () => {
    const order = JSON.stringify({ number: '1', note: 'x'.repeat(299_900) });
    let pages = 0;
    const orders: ServiceCall = async <Data>(
      _: string,
      { charactersMax }: Record<string, unknown>,
    ): Promise<Data> => {
      pages += 1;
      const isCut = order.length + 1 > Number(charactersMax);
      const page = { orders: isCut ? '[]' : `[${order}]`, next: `page ${pages}`, isCut };
      return { exportedOrders: page } as Data;
    };
    const shop = await usersRoom({ database: room.database, orders });
    const { data } = await shop.as(await shop.account(), 'CUSTOMER')(exportMyData);
    const { json } = data.exportMyData as { json: string };
    expect(json.length).toBeLessThanOrEqual(1_000_000);
    const { orders: kept, ordersComplete, hint } = JSON.parse(json);
    expect([kept.length, ordersComplete, pages]).toEqual([3, false, 4]);
    expect(hint).toContain('requestDataExport');
  });

  it('is given once at a time and ten times a day, each account for itself', async () => {
    const ada = room.as(await room.account(), 'CUSTOMER');
    const { codes: twice } = await ada(`{ a: exportMyData { json } b: exportMyData { json } }`);
    expect(twice).toEqual(['RATE_LIMITED']);
    for (let time = 2; time <= 10; time += 1) expect((await ada(exportMyData)).codes).toEqual([]);
    const { codes, errors } = await ada(exportMyData);
    expect(codes).toEqual(['RATE_LIMITED']);
    const retryAfter = errors?.[0]?.extensions.retryAfterSeconds;
    expect(retryAfter).toBeGreaterThan(86_000);
    expect(retryAfter).toBeLessThanOrEqual(86_400);
    const other = room.as(await room.account(), 'CUSTOMER');
    expect((await other(exportMyData)).codes).toEqual([]);
  });

  it('is not given without the orders', async () => {
    const orders: ServiceCall = () => Promise.reject(publicError('SERVICE_UNAVAILABLE', 'Away.'));
    const shop = await usersRoom({ database: room.database, orders });
    const ada = shop.as(await shop.account(), 'CUSTOMER');
    // What was not given does not count.
    for (let time = 0; time < 12; time += 1) {
      expect((await ada(exportMyData)).codes).toEqual(['SERVICE_UNAVAILABLE']);
    }
  });

  it('says that staff acted, and not who', async () => {
    const id = await room.account();
    const support = await room.account({ roles: ['SUPPORT'] });
    await room.as(support, 'SUPPORT')(`mutation { endSessions(userId: "${id}") { __typename } }`);
    const { data } = await room.asGeneration(1, id, 'CUSTOMER')(exportMyData);
    const { json } = data.exportMyData as { json: string };
    expect(JSON.parse(json).auditLog).toMatchObject([
      { actor: 'staff', action: 'user.end_sessions' },
    ]);
    expect(json).not.toContain(support);
  });

  it('holds what was done with the keys of the account, and what was done to them', async () => {
    const id = await room.account({ roles: ['WAREHOUSE'] });
    const warehouse = room.as(id, 'WAREHOUSE');
    const { data: created } = await warehouse(`mutation {
      createApiKey(input: { name: "Scanner", scopes: [INVENTORY_WRITE] }) {
        ... on ApiKeyCreated { apiKey { id } }
      }
    }`);
    const { apiKey } = created.createApiKey as { apiKey: { id: string } };
    const key = `ApiKey:${apiKey.id}`;
    const entry = { id: uuidV7(), at: new Date(), detail: null };
    const entries = [
      { ...entry, actor: key, action: 'stock.adjust', subject: 'StockAdjustment:1' },
      { ...entry, id: uuidV7(), actor: 'User:1', action: 'api_key.revoke', subject: key },
    ];
    await room.internal(
      'mutation ($entries: [AuditEntryInput!]!) { appendAuditEntries(entries: $entries) }',
      { entries },
    );
    const { data } = await warehouse(exportMyData);
    const { auditLog } = JSON.parse((data.exportMyData as { json: string }).json);
    expect(auditLog).toContainEqual(
      expect.objectContaining({ actor: key, action: 'stock.adjust' }),
    );
    expect(auditLog).toContainEqual(
      expect.objectContaining({ actor: 'staff', action: 'api_key.revoke' }),
    );
  });

  it('holds nothing of anybody else', async () => {
    await room.account({ email: 'other@example.com', name: 'Somebody Else' });
    const { data } = await room.as(await room.account(), 'CUSTOMER')(exportMyData);
    expect(JSON.stringify(data)).not.toContain('Somebody Else');
  });
});
