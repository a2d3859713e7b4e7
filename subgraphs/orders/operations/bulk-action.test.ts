import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { admin, bulkActionsOf, support, warehouse } from '../testing/bulk';
import { shopForFile } from '../testing/shop';

const items = `query ($id: ID!, $first: Int, $after: String, $state: BulkItemState) {
  bulkAction(id: $id) { items(first: $first, after: $after, state: $state) {
    nodes { order { id } } pageInfo { hasNextPage endCursor } } } }`;

const shop = shopForFile();
let id: string;
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 100 });
  const bulk = bulkActionsOf(shop);
  id = (await bulk.begin({ selection: { ids: await bulk.placed(5) } })).id;
});

async function read(viewer: typeof support, variables: object = {}) {
  const { data, codes } = await shop.ask(viewer, items, { id, ...variables });
  return codes.length > 0 ? codes : data.bulkAction;
}

describe('bulkAction', () => {
  it('has its orders in pages, newest first, or those of one result', async () => {
    const all = (await read(support)).items.nodes;
    const first = (await read(support, { first: 3 })).items;
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = (await read(support, { first: 3, after: first.pageInfo.endCursor })).items;
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect([...first.nodes, ...second.nodes]).toEqual(all);
    const orderIds = all.map(({ order }: { order: { id: string } }) => order.id);
    expect(orderIds).toEqual([...orderIds].sort().reverse());
    expect((await read(support, { state: 'FAILED' })).items.nodes).toEqual([]);
    expect((await read(support, { state: 'PENDING' })).items.nodes).toHaveLength(5);
  });

  it('exists for the person who started it, and ADMIN', async () => {
    expect(await read(admin)).not.toBeNull();
    expect(await read(warehouse)).toBeNull();
    expect(await read(support, { id: uuidV7() })).toBeNull();
    expect(await read(support, { id: 'nothing' })).toBeNull();
  });
});
