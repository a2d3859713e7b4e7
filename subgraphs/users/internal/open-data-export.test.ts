import { expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { downloaded, preparing, requested } from '../testing/data-exports';
import { usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();

async function readyExport(): Promise<{ ada: string; id: string }> {
  const ada = await room.account();
  const id = await requested(room, ada);
  await preparing(room).runOnce();
  return { ada, id };
}

it('opens an export for its owner only, and audits it', async () => {
  const { ada, id } = await readyExport();
  const admin = await room.account({ roles: ['ADMIN'] });
  for (const other of [admin, uuidV7(), 'nobody']) {
    expect(await downloaded(room, id, other)).toBeNull();
  }
  expect(await downloaded(room, 'nothing', ada)).toBeNull();
  expect(await downloaded(room, uuidV7(), ada)).toBeNull();
  expect(String(await downloaded(room, id, ada))).toContain(ada);
  const { rows } = await room.database.pool.query(
    `SELECT actor, subject FROM audit_entries WHERE action = 'data_export.download'`,
  );
  expect(rows).toEqual([{ actor: `User:${ada}`, subject: `User:${ada}` }]);
});

it('opens none that is not ready, or past its time', async () => {
  const ada = await room.account();
  const id = await requested(room, ada);
  expect(await downloaded(room, id, ada)).toBeNull();
  await preparing(room).runOnce();
  expect(await downloaded(room, id, ada)).not.toBeNull();
  await room.database.pool.query(
    "UPDATE data_exports SET expires_at = now() - interval '1 second' WHERE id = $1",
    [id],
  );
  expect(await downloaded(room, id, ada)).toBeNull();
});

it('deletes one that was sealed with another secret', async () => {
  const { ada, id } = await readyExport();
  await room.database.pool.query(
    'UPDATE data_export_parts SET sealed = $2::bytea || sealed WHERE export_id = $1',
    [id, Buffer.from('x')],
  );
  expect(await downloaded(room, id, ada)).toBeNull();
  const { data } = await room.as(ada, 'CUSTOMER')('{ dataExports { state } }');
  expect(data).toEqual({ dataExports: [] });
});

it('opens one at most ten times', async () => {
  const { ada, id } = await readyExport();
  for (let count = 0; count < 10; count += 1) {
    expect(await downloaded(room, id, ada)).not.toBeNull();
  }
  expect(await downloaded(room, id, ada)).toBeNull();
});
