import { expect, it } from 'vitest';
import { preparing, requested } from '../testing/data-exports';
import { usersRoomForFile } from '../testing/users-room';

const dataExports = '{ dataExports { id state createdAt expiresAt bytes path } }';

const room = usersRoomForFile();

// biome-ignore lint/suspicious/noExplicitAny: tests read arbitrary selections.
const read = async (userId: string): Promise<any> =>
  (await room.as(userId, 'CUSTOMER')(dataExports)).data.dataExports;

it('shows the exports of the caller, newest first, with the path once one is ready', async () => {
  const ada = await room.account();
  const first = await requested(room, ada);
  await preparing(room).runOnce();
  const second = await requested(room, ada);
  const [newest, oldest] = await read(ada);
  expect(newest).toMatchObject({ id: second, state: 'PENDING', path: null, bytes: null });
  expect(oldest).toMatchObject({ id: first, state: 'READY', path: `/data-exports/${first}` });
  expect(oldest.bytes).toBeGreaterThan(100);
  const hours = (Date.parse(oldest.expiresAt) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(23.9);
  expect(hours).toBeLessThanOrEqual(24);
});

it('shows one that is over as EXPIRED, without its path', async () => {
  const ada = await room.account();
  const id = await requested(room, ada);
  await preparing(room).runOnce();
  await room.database.pool.query(
    "UPDATE data_exports SET expires_at = now() - interval '1 second' WHERE id = $1",
    [id],
  );
  expect(await read(ada)).toMatchObject([{ id, state: 'EXPIRED', path: null, bytes: null }]);
});

it('shows nobody those of others', async () => {
  await requested(room, await room.account());
  expect(await read(await room.account())).toEqual([]);
  expect((await room.anonymous()(dataExports)).codes).toEqual(['UNAUTHENTICATED']);
  const key = room.asKeyOf(await room.account(), ['ORDERS_READ'], 'PARTNER');
  expect((await key(dataExports)).codes).toEqual(['FORBIDDEN']);
});
