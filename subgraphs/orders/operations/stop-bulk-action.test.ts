import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { ordersStore } from '../store';
import { admin, bulkActionsOf, support } from '../testing/bulk';
import { testOrdersKeys } from '../testing/orders-keys';
import { person, shopForFile } from '../testing/shop';

const stopBulkAction = `mutation ($id: ID!) { stopBulkAction(id: $id) {
  __typename ... on BulkAction { id state succeeded stoppedAt } ... on UserError { code } } }`;

const shop = shopForFile();
let bulk: ReturnType<typeof bulkActionsOf>;
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 100 });
  bulk = bulkActionsOf(shop);
});

const stop = async (id: string, viewer = support) =>
  (await shop.ask(viewer, stopBulkAction, { id })).data.stopBulkAction;

describe('stopBulkAction', () => {
  it('leaves the remaining orders as they are', async () => {
    const { id } = await bulk.begin({ selection: { ids: await bulk.placed(2) } });
    const stopped = await stop(id);
    expect(stopped).toMatchObject({ __typename: 'BulkAction', state: 'STOPPED', succeeded: 0 });
    expect(await stop(id)).toEqual(stopped);
    const { bulkActions } = ordersStore(shop.pool, testOrdersKeys);
    expect(await bulkActions.hasWork()).toBe(false);
    expect(await bulkActions.claim(1)).toBeNull();
    const { items } = await bulk.byId(id);
    expect(items.nodes).toMatchObject(Array(2).fill({ state: 'PENDING' }));
    const { rows } = await shop.pool.query(
      `SELECT action FROM audit_outbox WHERE subject = $1 ORDER BY at`,
      [`BulkAction:${id}`],
    );
    expect(rows).toEqual([{ action: 'bulk_action.start' }, { action: 'bulk_action.stop' }]);
  });

  it('finds those of others for ADMIN alone', async () => {
    const { id } = await bulk.begin({ selection: { ids: await bulk.placed(1) } });
    for (const missing of [id, uuidV7(), 'nothing']) {
      expect(await stop(missing, person(uuidV7(), 'SUPPORT'))).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await stop(id, admin)).toMatchObject({ state: 'STOPPED' });
  });
});
