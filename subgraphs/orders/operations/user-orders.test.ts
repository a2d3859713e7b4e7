import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import {
  anonymous,
  keyOf,
  person,
  type ReadingRoom,
  readingRoomForFile,
} from '../testing/reading-room';

const ofUsers = `query ($refs: [_Any!]!, $first: Int = 2, $after: String, $filter: OrderFilter) {
  _entities(representations: $refs) { ... on User {
    id
    orders(first: $first, after: $after, filter: $filter) {
      edges { node { id lines { sku } } } pageInfo { hasNextPage endCursor } totalCount
    }
  } }
}`;

interface Edge {
  readonly node: { readonly id: string };
}

const room = readingRoomForFile();

const reach = (viewer: Parameters<ReadingRoom['ask']>[0], ids: string[], variables = {}) =>
  room.ask(viewer, ofUsers, {
    ...variables,
    refs: ids.map((id) => ({ __typename: 'User', id })),
  });

async function buyer(orders: number) {
  const customerId = uuidV7();
  const ids: string[] = [];
  for (let index = 0; index < orders; index += 1) {
    const placedAt = new Date(Date.UTC(2026, 0, 1 + index));
    const status = index === 0 ? 'CANCELLED' : 'CONFIRMED';
    ids.unshift((await room.place({ customerId, placedAt, status })).id);
  }
  return { customerId, ids };
}

describe('User.orders', () => {
  it('lists own orders newest first, page by page', async () => {
    const { customerId, ids } = await buyer(3);
    const first = await reach(person(customerId), [customerId]);
    const { edges, pageInfo, totalCount } = first.data._entities[0].orders;
    expect(edges.map(({ node }: Edge) => node.id)).toEqual(ids.slice(0, 2));
    expect([pageInfo.hasNextPage, totalCount]).toEqual([true, 3]);
    const rest = await reach(person(customerId), [customerId], { after: pageInfo.endCursor });
    expect(rest.data._entities[0].orders.edges).toEqual([
      { node: { id: ids[2], lines: [{ sku: 'A-1' }] } },
    ]);
  });

  it('looks missing on a foreign account', async () => {
    const { customerId } = await buyer(1);
    for (const viewer of [
      anonymous,
      person(uuidV7()),
      person(uuidV7(), 'PARTNER'),
      keyOf(uuidV7(), ['ORDERS_READ'], 'ADMIN'),
      person(uuidV7(), 'WAREHOUSE'),
    ]) {
      expect((await reach(viewer, [customerId, 'x'])).data._entities).toEqual([null, null]);
    }
  });

  it('takes the filters of orders, with the same limits', async () => {
    const { customerId, ids } = await buyer(2);
    const cancelled = await reach(person(customerId), [customerId], {
      filter: { status: ['CANCELLED'] },
    });
    expect(cancelled.data._entities[0].orders).toMatchObject({
      edges: [{ node: { id: ids[1] } }],
      totalCount: 1,
    });
    const search = { filter: { search: 'Ada' } };
    expect((await reach(person(customerId), [customerId], search)).codes).toEqual(['FORBIDDEN']);
    const tooMany = { first: 101 };
    const { codes } = await reach(person(customerId), [customerId], tooMany);
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });

  it('costs the same statements for many accounts as for one', async () => {
    const buyers: Awaited<ReturnType<typeof buyer>>[] = [];
    for (let index = 0; index < 10; index += 1) buyers.push(await buyer(3));
    const admin = person(uuidV7(), 'ADMIN');
    const statementsFor = (some: typeof buyers) =>
      room.statementsOf(async () => {
        const { data } = await reach(
          admin,
          some.map(({ customerId }) => customerId),
        );
        const seen = data._entities.map(({ orders }: { orders: { edges: Edge[] } }) =>
          orders.edges.map(({ node }: Edge) => node.id),
        );
        expect(seen).toEqual(some.map(({ ids }) => ids.slice(0, 2)));
      });
    // The pages, the counts, and the lines.
    expect(await statementsFor(buyers.slice(0, 1))).toBe(3);
    expect(await statementsFor(buyers)).toBe(3);
  });
});
