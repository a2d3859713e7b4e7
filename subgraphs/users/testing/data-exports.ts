import type { ServiceCall } from '../../../platform/graphql/service-call';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { usersStore } from '../store';
import { ordersCalls } from '../workflows/orders';
import { PrepareDataExports } from '../workflows/prepare-data-exports';
import { testUsersKeys, type UsersRoom } from './users-room';

/** A page of orders, as orders answers it. @param account what it stores besides. */
export const pageOf = <Data>(
  orders: readonly object[],
  next: string | null = null,
  account: object | null = null,
): Data => {
  const besides = account && JSON.stringify(account);
  const page = { orders: JSON.stringify(orders), next, account: besides, isCut: false };
  return { exportedOrders: page } as Data;
};

const oneOrder: ServiceCall = async <Data>() => pageOf<Data>([{ number: '1' }]);

/** A process that prepares data exports when a test calls it. @param orders has one order by default. */
export function preparing(room: UsersRoom, orders: ServiceCall = oneOrder): PrepareDataExports {
  const { keySecret } = room.configuration.auth;
  const store = usersStore(room.database.pool, testUsersKeys);
  return new PrepareDataExports({ store, orders: ordersCalls(orders, logger), keySecret, logger });
}

const openExport = `mutation ($id: ID!, $userId: ID!) {
  openDataExport(id: $id, userId: $userId) { parts bytes } }`;
const exportPart = `query ($id: ID!, $userId: ID!, $position: Int!) {
  dataExportPart(id: $id, userId: $userId, position: $position) }`;

/** The file as the gateway downloads it; null if there is none for this account. */
export async function downloaded(
  room: UsersRoom,
  id: string,
  userId: string,
): Promise<Buffer | null> {
  const { data } = await room.internal(openExport, { id, userId });
  const opened = data.openDataExport as { parts: number; bytes: number } | null;
  if (opened === null) return null;
  const pieces: Buffer[] = [];
  for (let position = 0; position < opened.parts; position += 1) {
    const { data: read } = await room.internal(exportPart, { id, userId, position });
    pieces.push(Buffer.from(String(read.dataExportPart), 'base64'));
  }
  const file = Buffer.concat(pieces);
  if (file.length !== opened.bytes) throw new Error(`${file.length} of ${opened.bytes} bytes.`);
  return file;
}

const requestDataExport = 'mutation { requestDataExport { id } }';

/** Requests an export. @returns its id. */
export async function requested(room: UsersRoom, userId: string): Promise<string> {
  const { data } = await room.as(userId, 'CUSTOMER')(requestDataExport);
  return (data.requestDataExport as { id: string }).id;
}
