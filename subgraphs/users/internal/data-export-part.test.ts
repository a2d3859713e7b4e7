import { beforeAll, expect, it } from 'vitest';
import { preparing, requested } from '../testing/data-exports';
import { usersRoomForFile } from '../testing/users-room';

const exportPart = `query ($id: ID!, $userId: ID!, $position: Int!) {
  dataExportPart(id: $id, userId: $userId, position: $position) }`;

const room = usersRoomForFile();
let ada: string;
let id: string;
beforeAll(async () => {
  ada = await room.account({ name: 'Ada Lovelace' });
  id = await requested(room, ada);
  await preparing(room).runOnce();
});

const part = async (given: object = {}) =>
  (await room.internal(exportPart, { id, userId: ada, position: 0, ...given })).data.dataExportPart;

it('answers a piece to nobody but the owner', async () => {
  expect(Buffer.from(String(await part()), 'base64').toString()).toContain('Ada Lovelace');
  const other = await room.account({ roles: ['ADMIN'] });
  for (const given of [{ userId: other }, { userId: 'nobody' }, { id: 'nothing' }]) {
    expect(await part(given)).toBeNull();
  }
  expect(await part({ position: 99 })).toBeNull();
});

it('stores pieces encrypted, and notices one that was changed or moved', async () => {
  const { pool } = room.database;
  const { rows } = await pool.query<{ text: string }>(
    `SELECT encode(sealed, 'escape') AS text FROM data_export_parts`,
  );
  expect(rows.map(({ text }) => text).join()).not.toMatch(/Ada|Lovelace|account/);
  await pool.query('UPDATE data_export_parts SET position = 7 WHERE position = 0');
  expect(await part({ position: 7 })).toBeNull();
  await pool.query('UPDATE data_export_parts SET position = 0 WHERE position = 7');
  expect(await part()).not.toBeNull();
  await pool.query(
    'UPDATE data_export_parts SET sealed = set_byte(sealed, 40, 255 - get_byte(sealed, 40))',
  );
  expect(await part()).toBeNull();
});
