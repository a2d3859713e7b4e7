import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { FakeUsers } from '../testing/fake-users';
import { openShop, person, type Shop } from '../testing/shop';

const cancelOrder = `mutation ($id: ID!) {
  cancelOrder(id: $id, reason: "On the phone") { __typename }
}`;

let shop: Shop;
let users: FakeUsers;
const support = person(uuidV7(), 'SUPPORT');
beforeAll(async () => {
  users = new FakeUsers();
  shop = await openShop({ users: users.call });
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
});
beforeEach(() => {
  users.audit.length = 0;
  users.isUnavailable = false;
});
afterAll(() => shop.close());

const waiting = async () => (await shop.pool.query('SELECT FROM audit_outbox')).rowCount;
const arrived = (count: number) =>
  expect.poll(() => users.audit.length, { timeout: 30_000 }).toBe(count);

describe('what staff does', () => {
  it('is in the audit log soon, with who did what to which order', async () => {
    const { id } = await shop.place(person(uuidV7()));
    await shop.ask(support, cancelOrder, { id });
    await arrived(1);
    expect(users.audit).toMatchObject([
      {
        actor: `User:${(support as { userId: string }).userId}`,
        action: 'order.cancel',
        subject: `Order:${id}`,
        detail: '{"status":["CONFIRMED","CANCELLED"]}',
      },
    ]);
    await expect.poll(waiting, { timeout: 30_000 }).toBe(0);
  });

  it('waits for the log with the change, while the log is down', async () => {
    users.isUnavailable = true;
    const { id } = await shop.place(person(uuidV7()));
    await shop.ask(support, cancelOrder, { id });
    expect(await waiting()).toBe(1);
    users.isUnavailable = false;
    await arrived(1);
  });

  it('is not there twice when it is done twice, nor when it was refused', async () => {
    const { id } = await shop.place(person(uuidV7()));
    await Promise.all([1, 2, 3].map(() => shop.ask(support, cancelOrder, { id })));
    await shop.ask(support, cancelOrder, { id: uuidV7() });
    await arrived(1);
    await expect.poll(waiting, { timeout: 30_000 }).toBe(0);
    expect(users.audit).toHaveLength(1);
  });

  it('is there when staff buys, and a customer writes nothing', async () => {
    const ada = person(uuidV7());
    const { id: own } = await shop.place(ada);
    await shop.ask(ada, cancelOrder, { id: own });
    const { id } = await shop.place(support);
    await arrived(1);
    expect(users.audit).toMatchObject([{ action: 'order.place', subject: `Order:${id}` }]);
  });
});
