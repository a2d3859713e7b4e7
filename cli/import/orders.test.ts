import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { columnMap } from './columns';
import { importOrdersFrom } from './orders';
import { refusedRows } from './refused';
import type { Ask, OpenRooms } from './rooms';
import { sourceFiles } from './source';

const folder = folderForFile();

interface Called {
  readonly customers?: readonly object[];
  readonly orders?: readonly { readonly invoice: string; readonly lines: readonly object[] }[];
  readonly lines?: readonly { readonly invoice: string }[];
}

it('takes lines once that two files have, and those that one of them has besides', async () => {
  const header = 'invoice,sku,quantity,date,price,customer';
  const cup = '1,CUP,2,2026-01-31,1.50,7';
  const overlap = [cup, cup, '1,BOWL,1,2026-01-31,3,7', 'C2,CUP,-1,2026-02-01,1.50,7'];
  const files = { 'january.csv': overlap, 'february.csv': [...overlap, cup] };
  for (const [name, rows] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), [header, ...rows].join('\n'));
  }
  const orders: (readonly [invoice: string, lines: number])[] = [];
  const cancellations: number[] = [];
  const room = (async (_query: string, called: Called) => {
    orders.push(
      ...(called.orders ?? []).map(({ invoice, lines }) => [invoice, lines.length] as const),
    );
    if (called.lines) cancellations.push(called.lines.length);
    const { customers = [] } = called;
    return {
      importCustomers: { userIds: customers.map(() => 'id'), created: customers.length },
      importOrders: { outcomes: called.orders?.map(() => 'CREATED') },
      importCancellations: { outcomes: called.lines?.map(() => 'APPLIED') },
    };
  }) as unknown as Ask;
  const refused = refusedRows(path.join(folder, 'refused.csv'));
  const rooms = { users: room, orders: room } as unknown as OpenRooms;
  const paths = Object.keys(files).map((name) => path.join(folder, name));
  const job = { rooms, files: await sourceFiles(paths), map: columnMap([]), currency: 'GBP' };
  await importOrdersFrom({ ...job, refused, signal: new AbortController().signal });
  await refused.close();
  expect(orders).toEqual([['1', 4]]);
  expect(cancellations).toEqual([1]);
  expect([...refused.counts]).toEqual([['duplicate_row', 4]]);
});
