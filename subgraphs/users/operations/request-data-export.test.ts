import { describe, expect, it } from 'vitest';
import { downloaded, preparing } from '../testing/data-exports';
import { type Caller, usersRoomForFile } from '../testing/users-room';

const requestDataExport = `mutation {
  requestDataExport { id state createdAt expiresAt bytes path } }`;

const room = usersRoomForFile();

// biome-ignore lint/suspicious/noExplicitAny: tests read arbitrary selections.
const request = async (caller: Caller): Promise<any> =>
  (await caller(requestDataExport)).data.requestDataExport;

describe('requestDataExport', () => {
  it('answers at once with an export that is being prepared', async () => {
    const ada = await room.account();
    expect(await request(room.as(ada, 'CUSTOMER'))).toEqual({
      id: expect.any(String),
      state: 'PENDING',
      createdAt: expect.any(String),
      expiresAt: null,
      bytes: null,
      path: null,
    });
  });

  it('prepares all of the account and its orders', async () => {
    const ada = await room.account({ email: 'ada@example.com', name: 'Ada Lovelace' });
    const { id } = await request(room.as(ada, 'CUSTOMER'));
    await preparing(room).runOnce();
    const file = await downloaded(room, id, ada);
    expect(JSON.parse(String(file))).toMatchObject({
      account: { id: ada, email: 'ada@example.com', name: 'Ada Lovelace' },
      orders: [{ number: '1' }],
      ordersComplete: true,
      auditLog: [{ action: 'data_export.request' }],
    });
  });

  it('answers the same export while it is being prepared, also of calls at the same time', async () => {
    const ada = room.as(await room.account(), 'CUSTOMER');
    const answers = await Promise.all([request(ada), request(ada), request(ada)]);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  });

  it('is limited to three a day, each account for itself', async () => {
    const id = await room.account();
    const ada = room.as(id, 'CUSTOMER');
    for (let count = 0; count < 3; count += 1) {
      await request(ada);
      await preparing(room).runOnce();
    }
    const { codes, errors } = await ada(requestDataExport);
    expect(codes).toEqual(['RATE_LIMITED']);
    const retryAfter = errors?.[0]?.extensions.retryAfterSeconds;
    expect(retryAfter).toBeGreaterThan(86_000);
    expect(retryAfter).toBeLessThanOrEqual(86_400);
    await room.database.pool.query(
      `UPDATE data_exports SET created_at = now() - interval '25 hours' WHERE user_id = $1`,
      [id],
    );
    expect((await request(ada)).state).toBe('PENDING');
    expect((await request(room.as(await room.account(), 'CUSTOMER'))).state).toBe('PENDING');
  });

  it('is in the audit log, once', async () => {
    const id = await room.account();
    for (let count = 0; count < 2; count += 1) await request(room.as(id, 'CUSTOMER'));
    const rows = await room.entriesAbout(`User:${id}`);
    expect(rows).toEqual([{ actor: `User:${id}`, action: 'data_export.request', detail: null }]);
  });
});
