import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopForFile } from '../testing/shop';

const page = `query ($after: ID, $first: Int!) {
  orderFacts(after: $after, first: $first) { id } }`;

const shop = shopForFile();
let first: string;
let second: string;
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1' });
  first = (await shop.place(person(uuidV7()))).id;
  second = (await shop.place(person(uuidV7()), { payment: { token: 'tok_action' } })).id;
});

describe('the facts of the orders', () => {
  it('come by id, page after page, until one is empty', async () => {
    const all = await shop.askInternal(page, { first: 10 });
    expect(all.data.orderFacts.map(({ id }: { id: string }) => id)).toEqual([first, second]);
    const next = await shop.askInternal(page, { after: first, first: 1 });
    expect(next.data.orderFacts).toMatchObject([{ id: second }]);
    expect((await shop.askInternal(page, { after: second, first: 1 })).data.orderFacts).toEqual([]);
  });

  it('refuse pages without a limit and invalid cursors', async () => {
    for (const variables of [{ first: 0 }, { first: 501 }, { first: 1, after: 'x' }]) {
      expect((await shop.askInternal(page, variables)).codes).toEqual(['BAD_USER_INPUT']);
    }
  });
});
