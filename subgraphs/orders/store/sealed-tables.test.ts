import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { resealTables } from '../../../platform/encryption/sealed-table';
import { storedText } from '../../../platform/testing/stored-text';
import { uuidV7 } from '../../../platform/values/uuid';
import { orderNumber } from '../domain/order-number';
import { newOrder } from '../testing/new-order';
import { testOrdersKeys } from '../testing/orders-keys';
import { person, shopForFile } from '../testing/shop';
import { type OrdersStore, ordersStore } from '.';

/** How long a process uses a key; longer than a statement takes on a busy machine. */
const heldMs = 2_000;
const street = 'Marker Street 17';
const phone = '+49 30 7654321';
const address = {
  recipient: 'Ada Lovelace',
  line1: street,
  line2: 'Marker House',
  city: 'Markerstadt',
  region: 'Markerland',
  postalCode: 'Marker 9',
  country: 'DE',
  phone,
};
const query = `query ($id: ID!) { order(id: $id) {
  shippingAddress { recipient line1 line2 city region postalCode country phone } } }`;
const pace = { share: 1, pause };

const shop = shopForFile();
let store: OrdersStore;
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 10_000 });
  store = ordersStore(shop.pool, { ...testOrdersKeys, heldMs });
});

const ada = person(uuidV7());
const placed = async (): Promise<string> =>
  (await shop.place(ada, { shippingAddress: address })).id;
const read = (id: string, viewer = ada) => shop.ask(viewer, query, { id });
const stored = async (id: string): Promise<string> => {
  const { rows } = await shop.pool.query(
    'SELECT shipping_address::text AS text FROM orders WHERE id = $1',
    [id],
  );
  return rows[0].text;
};
const storeClear = (id: string, value: object) =>
  shop.pool.query('UPDATE orders SET shipping_address = $2 WHERE id = $1', [id, value]);

describe('the address of an order', () => {
  it('is nowhere in a dump, but recipient and country', async () => {
    const id = await placed();
    expect((await read(id)).data.order.shippingAddress).toEqual(address);
    const moved = { ...address, line1: 'Marker Street 18' };
    const move = `mutation ($id: ID!, $address: AddressInput!) {
      updateShippingAddress(orderId: $id, address: $address) { ... on Order { id } } }`;
    await shop.ask(ada, move, { id, address: moved });
    expect((await read(id)).data.order.shippingAddress).toEqual(moved);
    expect(await storedText(shop.pool)).not.toMatch(/marker|49 30 7654321/i);
    expect(JSON.parse(await stored(id))).toEqual({
      recipient: 'Ada Lovelace',
      country: 'DE',
      sealed: expect.stringMatching(/^d1\./),
    });
  });

  it('is refused if it is that of another order', async () => {
    const [one, other] = [await placed(), await placed()];
    const own = JSON.parse(await stored(one));
    await storeClear(one, JSON.parse(await stored(other)));
    const { data, codes } = await read(one);
    expect([data.order, codes]).toEqual([null, ['INTERNAL_SERVER_ERROR']]);
    await storeClear(one, own);
  });

  it('is named by the job if its key does not exist', async () => {
    const id = await placed();
    const own = JSON.parse(await stored(id));
    await storeClear(id, { ...own, sealed: own.sealed.replace('d1', 'd7') });
    const { changed, unreadable } = await resealTables(store.sealedTables, pace);
    expect([changed, unreadable]).toEqual([0, [`orders:${id}`]]);
    await storeClear(id, own);
  });
});

describe('an address of a version without encryption', () => {
  it('can be read, and is encrypted by the job', async () => {
    const id = await placed();
    await storeClear(id, address);
    expect((await read(id)).data.order.shippingAddress).toEqual(address);
    const { changed, left } = await resealTables(store.sealedTables, pace);
    expect([changed, left]).toEqual([1, 0]);
    expect(await stored(id)).not.toMatch(/marker/i);
    expect((await read(id)).data.order.shippingAddress).toEqual(address);
    expect((await resealTables(store.sealedTables, pace)).changed).toBe(0);
  });

  it('stays in plain text if it is imported or erased, and says nothing', async () => {
    const imported = {
      recipient: 'Customer 1',
      line1: '(not in the import)',
      city: '',
      country: 'GB',
    };
    const [one, other] = [await placed(), await placed()];
    await storeClear(one, imported);
    await shop.pool.query('UPDATE orders SET erased_at = now() WHERE id = $1', [other]);
    await storeClear(other, { recipient: 'erased', line1: 'erased', country: 'DE' });
    expect((await resealTables(store.sealedTables, pace)).changed).toBe(0);
  });

  it('is left to the next pass if somebody is writing the order', async () => {
    const id = await placed();
    await storeClear(id, address);
    const writer = await shop.pool.connect();
    await writer.query('BEGIN');
    await writer.query('SELECT FROM orders WHERE id = $1 FOR UPDATE', [id]);
    expect(await resealTables(store.sealedTables, pace)).toMatchObject({ changed: 0, left: 1 });
    await writer.query('ROLLBACK');
    writer.release();
    expect(await resealTables(store.sealedTables, pace)).toMatchObject({ changed: 1, left: 0 });
  });
});

describe('a rotation under load', () => {
  it('fails no request, leaves nothing under the old key, and that can be destroyed', async () => {
    // Each store is like a process of its own, which read the keys at another time.
    const processes = [1, 2, 3].map(() => ordersStore(shop.pool, { ...testOrdersKeys, heldMs }));
    const readBack: string[] = [];
    let isOver = false;
    const client = async (at: number) => {
      const [writer, reader] = [processes[at % 3], processes[(at + 1) % 3]] as OrdersStore[];
      while (!isOver) {
        const row = await writer?.placing.place(
          newOrder({ shippingAddress: address, idempotencyKey: uuidV7() }),
          () => orderNumber(0),
        );
        if (!row || !writer || !reader) throw new Error('An order was not placed.');
        const first = await reader.addresses.open(row);
        const shippingAddress = await reader.addresses.seal(row.id, { ...first, line1: 'Moved' });
        const written = await writer.journal.write({
          order: row,
          set: { shippingAddress },
          leaseSeconds: 30,
        });
        if (written === null) throw new Error('The order was written by somebody else.');
        readBack.push(first.line1, (await reader.addresses.open(written)).line1);
      }
    };
    const isUsed = async () => (await store.sealedTables[0]?.uses('d1')) ?? true;
    const sweep = async () => {
      let result = await resealTables(store.sealedTables, pace);
      while (result.changed + result.left > 0) {
        result = await resealTables(store.sealedTables, pace);
      }
      expect(result.unreadable).toEqual([]);
    };
    const clients = Promise.all([0, 1, 2, 3, 4, 5].map(client));
    await pause(300);
    expect(await store.dataKeys.rotate()).toBe('d2');
    expect(await store.dataKeys.destroy('d1', isUsed)).toBe('in-use');
    await pause(heldMs);
    await sweep();
    await store.dataKeys.untilDestroyable('d1');
    // The second pass finds what a statement wrote that took longer than `heldMs`.
    await sweep();
    // Processes of this test use a key for less than the minute that the database knows.
    await shop.pool.query(`UPDATE data_keys SET retired_at = retired_at - interval '1 minute'`);
    expect(await store.dataKeys.destroy('d1', isUsed)).toBe('destroyed');
    await pause(heldMs);
    isOver = true;
    await clients;
    expect(readBack.length).toBeGreaterThan(20);
    expect(readBack.filter((line, index) => line !== [street, 'Moved'][index % 2])).toEqual([]);
    const { rows } = await shop.pool.query(
      'SELECT id, shipping_address AS "shippingAddress" FROM orders',
    );
    for (const row of rows) await store.addresses.open(row);
  });
});

it('stores addresses in plain text while encryption is off, and reads encrypted ones', async () => {
  const off = ordersStore(shop.pool, { ...testOrdersKeys, isOn: false });
  const id = uuidV7();
  const sealed = await store.addresses.seal(id, address);
  expect(await off.addresses.open({ id, shippingAddress: sealed })).toEqual(address);
  expect(await off.addresses.seal(id, address)).toEqual(address);
});
