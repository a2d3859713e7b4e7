import { expect, it } from 'vitest';
import { createLogger } from '../../../platform/telemetry/logger';
import { uuidV7 } from '../../../platform/values/uuid';
import { usersRoom, usersRoomForFile } from '../testing/users-room';

const query = 'mutation ($userId: ID!) { eraseAccountByOperator(userId: $userId) }';
const erasedAccounts = `query ($since: DateTime!) {
  erasedAccounts(since: $since) { userId } }`;

const room = usersRoomForFile();

const erase = async (userId: string) => room.internal(query, { userId });

it('erases an account that came back, for the other rooms too, which is audited', async () => {
  const id = await room.account({ email: 'back@example.com' });
  // The owner had erased it before the restore, and its erasure is not in the backup.
  expect((await erase(id)).data.eraseAccountByOperator).toBe(true);
  expect((await erase(id)).data.eraseAccountByOperator).toBe(false);
  const { data } = await room.internal(erasedAccounts, { since: new Date(0).toISOString() });
  expect(data.erasedAccounts).toEqual([{ userId: id }]);
  const rows = await room.entriesAbout(`User:${id}`);
  expect(rows).toMatchObject([{ actor: 'system', action: 'user.erase' }]);
});

it('is logged, for a restore to a moment before it, where only warnings are logged', async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ level: 'warn', pretty: false, name: 'test', destination });
  const shop = await usersRoom({ database: room.database, logger });
  const id = await room.account();
  await shop.internal(query, { userId: id.toUpperCase() });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { userId: id, msg: 'account erased' },
  ]);
});

it('answers false for an account that does not exist, and refuses the last ADMIN', async () => {
  for (const id of [uuidV7(), 'nobody']) {
    expect((await erase(id)).data.eraseAccountByOperator).toBe(false);
  }
  const admin = await room.account({ roles: ['ADMIN'] });
  expect((await erase(admin)).codes).toEqual(['FORBIDDEN']);
});
