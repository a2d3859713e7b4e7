import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { usersRoomForFile } from '../testing/users-room';

const appendAuditEntries = `mutation ($entries: [AuditEntryInput!]!) {
  appendAuditEntries(entries: $entries)
}`;

const room = usersRoomForFile();

const entryOf = (subject: string) => ({
  id: uuidV7(),
  at: '2026-11-24T12:00:00.123Z',
  actor: 'User:1',
  action: 'order.cancel',
  subject,
  detail: '{"status":["CONFIRMED","CANCELLED"]}',
});

const append = (...entries: object[]) => room.internal(appendAuditEntries, { entries });

describe('appendAuditEntries', () => {
  it('keeps each entry once, however often it is sent', async () => {
    const [first, second] = [entryOf('Order:once'), { ...entryOf('Order:once'), detail: null }];
    expect((await append(first)).data.appendAuditEntries).toBe(1);
    expect((await append(first, second)).data.appendAuditEntries).toBe(1);
    const admin = room.as(await room.account(), 'ADMIN');
    const { data } = await admin(`{ auditLog(subject: "Order:once") {
      edges { node { id at actor action subject detail } } } }`);
    const log = data.auditLog as { edges: { node: { id: string } }[] };
    expect(log.edges.map(({ node }) => node)).toEqual([second, first].toSorted(byIdDescending));
  });

  it('keeps all or none', async () => {
    const { codes } = await append(entryOf('Order:none'), { ...entryOf('Order:none'), id: '1' });
    expect(codes).toEqual(['BAD_USER_INPUT']);
    const { rowCount } = await room.database.pool.query(
      `SELECT FROM audit_entries WHERE subject = 'Order:none'`,
    );
    expect(rowCount).toBe(0);
  });
});

const byIdDescending = (one: { id: string }, other: { id: string }) => (one.id < other.id ? 1 : -1);
