import { beforeAll, describe, expect, it } from 'vitest';
import { admin, bulkActionsOf, support, warehouse } from '../testing/bulk';
import { shopForFile } from '../testing/shop';

const list = `query ($first: Int, $after: String) { bulkActions(first: $first, after: $after) {
  nodes { id } pageInfo { hasNextPage endCursor } } }`;

const shop = shopForFile();
let ids: string[];
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 100 });
  const bulk = bulkActionsOf(shop);
  const selection = { ids: await bulk.placed(1) };
  ids = [];
  for (const viewer of [support, support, admin]) {
    ids.unshift((await bulk.begin({ selection }, viewer)).id);
  }
});

async function read(viewer: typeof support, variables = {}) {
  const { data, codes } = await shop.ask(viewer, list, variables);
  expect(codes).toEqual([]);
  return data.bulkActions;
}

const idsOf = ({ nodes }: { nodes: { id: string }[] }) => nodes.map(({ id }) => id);

describe('bulkActions', () => {
  it('are your own, newest first, and those of everybody for ADMIN', async () => {
    expect(idsOf(await read(support))).toEqual(ids.slice(1));
    expect(idsOf(await read(admin))).toEqual(ids);
    expect(idsOf(await read(warehouse))).toEqual([]);
  });

  it('have pages', async () => {
    const first = await read(admin, { first: 2 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await read(admin, { first: 2, after: first.pageInfo.endCursor });
    expect([...idsOf(first), ...idsOf(second)]).toEqual(ids);
  });
});
