import { beforeAll, describe, expect, it } from 'vitest';
import { type ServiceCall, serviceCall } from '../../../platform/graphql/service-call';
import { publicError } from '../../../platform/requests/public-error';
import { silentLogger } from '../../../platform/testing/silent-logger';
import { uuidV7 } from '../../../platform/values/uuid';
import { ordersStore } from '../store';
import { admin, bulkActionsOf, support, warehouse } from '../testing/bulk';
import { testOrdersKeys } from '../testing/orders-keys';
import { person, shopForFile } from '../testing/shop';
import { RunBulkActions } from './run-bulk-actions';

const ship = `mutation ($input: ShipOrderInput!) { shipOrder(input: $input) {
  ... on Order { status } ... on UserError { message } } }`;

interface Item {
  readonly state: string;
  readonly code: string | null;
  readonly order: { readonly id: string; readonly status: string };
}

describe('a bulk action', { timeout: 120_000 }, () => {
  let bulk: ReturnType<typeof bulkActionsOf>;
  const shop = shopForFile();
  beforeAll(() => {
    shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
    bulk = bulkActionsOf(shop);
  });

  /** Another process that runs bulk actions, with a schema of orders of its own. */
  const runner = (orders: ServiceCall) =>
    new RunBulkActions({
      store: ordersStore(shop.pool, testOrdersKeys),
      orders,
      notifications: {
        on: () => () => undefined,
        isConnected: false,
        close: async () => undefined,
      },
      logger: silentLogger,
    });

  const itemOf = (items: { nodes: Item[] }, id: string | undefined) =>
    items.nodes.find(({ order }) => order.id === id);

  it('continues in another process after a crash, once its lease has ended', async () => {
    const ids = await bulk.placed(10);
    const { id } = await bulk.begin({ selection: { ids } });
    // The process dies in its second turn: its answer never comes.
    const answered = runner(async <Data>() => ({ outcome: {} }) as Data);
    const { store } = shop.otherProcess();
    const claimed = await store.bulkActions.claim(60);
    expect(claimed?.id).toBe(id);
    expect(await answered.runOnce()).toBe(0);
    await shop.pool.query(`UPDATE bulk_actions SET lease_until = now() - interval '1 second'`);
    expect(await answered.runOnce()).toBe(2);
    expect(await bulk.byId(id)).toMatchObject({ state: 'FINISHED', succeeded: 10, failed: 0 });
  });

  it('tries an order again whose result is unknown, four times at most', async () => {
    const ids = await bulk.placed(1);
    const { id } = await bulk.begin({ selection: { ids } });
    const failing = runner(() => Promise.reject(publicError('SERVICE_UNAVAILABLE', 'Try again.')));
    for (let attempts = 1; attempts <= 4; attempts += 1) {
      expect(await bulk.byId(id)).toMatchObject({
        failed: 0,
        items: { nodes: [{ state: 'PENDING' }] },
      });
      expect(await failing.runOnce()).toBe(1);
      // It waits before its next turn.
      expect(await failing.runOnce()).toBe(0);
      await shop.pool.query('UPDATE bulk_actions SET lease_until = NULL');
    }
    const { items, ...rest } = await bulk.byId(id);
    expect(rest).toMatchObject({ state: 'FINISHED', failed: 1 });
    expect(items.nodes).toMatchObject([{ state: 'FAILED', code: 'SERVICE_UNAVAILABLE' }]);
  });

  it('gives each of several its turn', async () => {
    const begun = [];
    for (let n = 0; n < 2; n += 1) {
      begun.push(await bulk.begin({ selection: { ids: await bulk.placed(9) } }));
    }
    const turns: string[] = [];
    const watching = runner(async <Data>(...[, , scope]: Parameters<ServiceCall>) => {
      turns.push(scope.requestId);
      return { outcome: {} } as Data;
    });
    await watching.runOnce();
    const [first, second] = begun.map(({ id }) => id);
    const changes = turns.filter((id, index) => id !== turns[index - 1]);
    expect(changes).toEqual([first, second, first, second]);
  });

  it('has the rights that the person has at the turn of each order', async () => {
    const former = person(uuidV7(), 'SUPPORT');
    const formerId = former.kind === 'user' ? former.userId : '';
    const ids = await bulk.placed(1);
    const { id } = await bulk.begin({ selection: { ids } }, former);
    shop.rights.change(formerId, { roles: ['CUSTOMER'], scopes: [], hasEnded: true });
    const acting = runner((query, variables, scope) =>
      serviceCall(shop.subgraph.execute)(query, variables, scope),
    );
    await acting.runOnce();
    const { items } = await bulk.byId(id, admin);
    expect(itemOf(items, ids[0])).toMatchObject({
      state: 'FAILED',
      code: 'UNAUTHENTICATED',
      order: { status: 'CONFIRMED' },
    });
  });

  it('delivers no parcel that left after its start, although it is tried again', async () => {
    const [orderId] = await bulk.placed(1);
    const given = { orderId, carrier: 'dhl', lines: [{ sku: 'A-1', quantity: 1 }] };
    const send = (trackingCode: string) =>
      shop.ask(warehouse, ship, { input: { ...given, trackingCode, idempotencyKey: uuidV7() } });
    await send('JD1');
    const { id } = await bulk.begin(
      { action: 'DELIVER', selection: { ids: [orderId] } },
      warehouse,
    );
    const answered = serviceCall(shop.subgraph.execute);
    // The order is changed, and the answer is lost.
    const losing = runner(async <Data>(...call: Parameters<ServiceCall>) => {
      const answer = await answered<Data>(...call);
      if (call[0].startsWith('mutation')) throw publicError('SERVICE_UNAVAILABLE', 'Try again.');
      return answer;
    });
    await losing.runOnce();
    await send('JD2');
    await shop.pool.query('UPDATE bulk_actions SET lease_until = NULL');
    await runner(answered).runOnce();
    const { items } = await bulk.byId(id, warehouse);
    expect(itemOf(items, orderId)).toMatchObject({
      state: 'FAILED',
      code: 'CONFLICT',
      order: { status: 'SHIPPED' },
    });
    const { rows } = await shop.pool.query(
      `SELECT tracking_code AS code FROM shipments WHERE order_id = $1 AND delivered_at IS NULL`,
      [orderId],
    );
    expect(rows).toEqual([{ code: 'JD2' }]);
  });

  it('does to each order what its own operation does, and reports the result of each', async () => {
    shop.subgraph.startWork();
    const [open, shipped] = await bulk.placed(2);
    const input = {
      orderId: shipped,
      carrier: 'dhl',
      trackingCode: 'JD1',
      idempotencyKey: uuidV7(),
    };
    await shop.ask(warehouse, ship, { input });
    const { id } = await bulk.begin({ selection: { ids: [open, shipped] } });
    const { items, ...rest } = await bulk.finished(id);
    expect(rest).toMatchObject({ total: 2, succeeded: 1, failed: 1, actor: actorOf(support) });
    expect(itemOf(items, open)).toMatchObject({
      state: 'SUCCEEDED',
      order: { status: 'CANCELLED' },
    });
    expect(itemOf(items, shipped)).toMatchObject({ state: 'FAILED', code: 'ORDER_STATE' });
    const { rows } = await shop.pool.query(
      `SELECT type, actor, note FROM order_events WHERE order_id = $1 AND type = 'order.cancelled'`,
      [open],
    );
    expect(rows).toEqual([{ type: 'order.cancelled', actor: actorOf(support), note: 'recalled' }]);
  });

  it('approves, rejects and delivers too', async () => {
    const [good, bad] = await bulk.placed(2, { payment: { token: 'tok_review' } });
    const approved = await bulk.begin({ action: 'APPROVE', selection: { ids: [good] } });
    const rejected = await bulk.begin({ action: 'REJECT', selection: { ids: [bad] } });
    await bulk.finished(approved.id);
    const { items } = await bulk.finished(rejected.id);
    expect(itemOf(items, bad)).toMatchObject({ order: { status: 'REJECTED' } });
    const input = { orderId: good, carrier: 'dhl', trackingCode: 'JD1', idempotencyKey: uuidV7() };
    await shop.ask(warehouse, ship, { input });
    const given = { action: 'DELIVER', selection: { ids: [good] } };
    const delivered = await bulk.begin(given, warehouse);
    const answer = await bulk.finished(delivered.id, warehouse);
    expect(itemOf(answer.items, good)).toMatchObject({ order: { status: 'DELIVERED' } });
  });
});

const actorOf = (viewer: typeof support) => (viewer.kind === 'user' ? `User:${viewer.userId}` : '');
