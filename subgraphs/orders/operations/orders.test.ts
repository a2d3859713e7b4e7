import 'reflect-metadata';
import { beforeEach, describe, expect, it } from 'vitest';
import { fixedFeatureFlags } from '../../../config/feature-flags';
import { encodeCursor } from '../../../platform/graphql/connection';
import { openForFile } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { type Answer, keyOf, person, type ReadingRoom, readingRoom } from '../testing/reading-room';

const list = `query ($first: Int, $after: String, $filter: OrderFilter) {
  orders(first: $first, after: $after, filter: $filter) {
    edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor }
    totalCount totalCountExact complete
  }
}`;
const support = person(uuidV7(), 'SUPPORT');
const knownEmail = 'ada@example.com';

const room = openForFile(
  () =>
    readingRoom(async (_query, { email }, { viewer }) => {
      expect(viewer.kind).toBe('system');
      return { userIdByEmail: email === knownEmail ? ada : null } as never;
    }),
  (opened) => opened.drop(),
);
let ada: string;
beforeEach(async () => {
  await room.pool.query('TRUNCATE orders CASCADE');
  ada = uuidV7();
});

async function idsOf(viewer: Parameters<ReadingRoom['ask']>[0], filter = {}) {
  const { data, codes } = await room.ask(viewer, list, { first: 100, filter });
  expect(codes).toEqual([]);
  return data.orders.edges.map(({ node }: { node: { id: string } }) => node.id);
}

describe('orders', () => {
  it('lists own orders to customers and keys, and all of them to staff', async () => {
    const own = await room.place({ customerId: ada });
    const foreign = await room.place({});
    expect(await idsOf(person(ada))).toEqual([own.id]);
    expect(await idsOf(keyOf(ada, ['ORDERS_READ'], 'ADMIN'))).toEqual([own.id]);
    for (const role of ['SUPPORT', 'WAREHOUSE', 'ADMIN'] as const) {
      expect(new Set(await idsOf(person(ada, role)))).toEqual(new Set([own.id, foreign.id]));
    }
  });

  it('pages over orders of the same instant without leaving out or repeating one', async () => {
    const placedAt = new Date('2026-11-24T12:00:00.000Z');
    const placed = await Promise.all(
      Array.from({ length: 7 }, () => room.place({ customerId: ada, placedAt })),
    );
    const later = await room.place({ customerId: ada, placedAt: new Date('2026-11-25T00:00Z') });
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data }: Answer = await room.ask(person(ada), list, { first: 3, after });
      seen.push(...data.orders.edges.map(({ node }: { node: { id: string } }) => node.id));
      expect(data.orders.pageInfo.hasPreviousPage).toBe(after !== null);
      expect(data.orders.totalCount).toBe(8);
      expect(data.orders).toMatchObject({ totalCountExact: true, complete: true });
      after = data.orders.pageInfo.hasNextPage ? data.orders.pageInfo.endCursor : null;
    } while (after !== null);
    const sameInstant = placed
      .map(({ id }) => id)
      .sort()
      .reverse();
    expect(seen).toEqual([later.id, ...sameInstant]);
  });

  it('rejects a page out of bounds and a cursor that it never gave out', async () => {
    const cursors = ['?', encodeCursor('price', ['1', '2']), encodeCursor('placed', ['x', 'y'])];
    const wrong = [{ first: 0 }, { first: 101 }, ...cursors.map((after) => ({ after }))];
    for (const variables of wrong) {
      expect((await room.ask(support, list, variables)).codes).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('filters by status, instant and number', async () => {
    const at = (day: number) => new Date(`2026-11-0${day}T00:00:00.000Z`);
    const first = await room.place({ status: 'PENDING', placedAt: at(1) });
    const second = await room.place({ status: 'CANCELLED', placedAt: at(2) });
    const third = await room.place({ status: 'PENDING', placedAt: at(3) });
    const cases: [object, { id: string }[]][] = [
      [{ status: ['PENDING'] }, [third, first]],
      [{ status: ['PENDING', 'CANCELLED'] }, [third, second, first]],
      [{ status: [] }, []],
      [{ placedFrom: at(2) }, [third, second]],
      [{ placedTo: at(2) }, [first]],
      [{ placedFrom: at(2), placedTo: at(3) }, [second]],
      [{ number: second.number.toLowerCase().replaceAll('-', '') }, [second]],
      [{ number: 'no number' }, []],
      [{ status: null, number: null, search: ' ', customerId: null }, [third, second, first]],
    ];
    for (const [filter, expected] of cases) {
      expect(await idsOf(support, filter)).toEqual(expected.map(({ id }) => id));
    }
  });

  it('filters by ids, of which it takes 100, without showing the orders of others', async () => {
    const own = await room.place({ customerId: ada });
    const foreign = await room.place({});
    await room.place({});
    const ids = [own.id.toUpperCase(), foreign.id, uuidV7(), 'no id'];
    expect(new Set(await idsOf(support, { ids }))).toEqual(new Set([own.id, foreign.id]));
    expect(await idsOf(person(ada), { ids })).toEqual([own.id]);
    expect(await idsOf(support, { ids: [] })).toEqual([]);
    const many = { filter: { ids: Array.from({ length: 101 }, () => uuidV7()) } };
    expect((await room.ask(support, list, many)).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('filters for staff by customer and by what waits for a person', async () => {
    const own = await room.place({ customerId: ada, status: 'IN_REVIEW' });
    const parked = await room.place({ attention: { since: 'now', step: 'void', reason: '500' } });
    const quiet = await room.place({});
    expect(await idsOf(support, { customerId: ada })).toEqual([own.id]);
    expect(await idsOf(support, { customerId: 'nobody' })).toEqual([]);
    expect(new Set(await idsOf(support, { needsAttention: true }))).toEqual(
      new Set([own.id, parked.id]),
    );
    expect(await idsOf(support, { needsAttention: false })).toEqual([quiet.id]);
  });

  it('forbids others than staff what only staff may filter by', async () => {
    const texts = ['Ada', '', ' ', '\t', 'x'.repeat(201)];
    const searches = texts.map((search) => ({ search }));
    const filters = [{ customerId: ada }, ...searches, { needsAttention: false }];
    const viewers = [person(ada), person(ada, 'PARTNER'), keyOf(ada, ['ORDERS_READ'], 'ADMIN')];
    for (const viewer of viewers) {
      for (const filter of filters) {
        expect((await room.ask(viewer, list, { filter })).codes).toEqual(['FORBIDDEN']);
      }
    }
  });

  it('finds orders for staff by everything that a search may be', async () => {
    const order = await room.place({
      customerId: ada,
      recipient: 'Zoe\u0308 Hopper 100%',
      skus: ['X-1', 'Y-2'],
      shipments: {
        create: { id: uuidV7(), warehouse: 'BER', carrier: 'dhl', trackingCode: 'JD0123' },
      },
    });
    const parcel = { id: uuidV7(), warehouse: 'BER', carrier: 'post', trackingCode: 'rr12de' };
    const other = await room.place({ skus: ['Z-3'], shipments: { create: parcel } });
    expect(await idsOf(support, { search: 'RR12DE' })).toEqual([other.id]);
    const recipients = ['hopper', '00%', 'zoe\u0308 h', 'Zo\u00eb h', 'Zo\u00eb Hopper 100%'];
    const others = ['x-1', 'Y-2', 'JD0123', 'jd0123', order.number, knownEmail];
    const hits = [...recipients, ...others];
    for (const search of hits) expect(await idsOf(support, { search })).toEqual([order.id]);
    for (const search of ['X', 'JD01', 'eve@example.com', 'a_n', order.number.slice(0, 8)]) {
      expect(await idsOf(support, { search })).toEqual([]);
    }
  });

  it('does not tell a warehouse whose an order is', async () => {
    const warehouse = person(uuidV7(), 'WAREHOUSE');
    const order = await room.place({ customerId: ada, skus: ['W-1'] });
    expect(await idsOf(support, { search: knownEmail })).toContain(order.id);
    expect(await idsOf(warehouse, { search: knownEmail })).toEqual([]);
    expect(await idsOf(warehouse, { search: 'W-1' })).toEqual([order.id]);
    const { codes } = await room.ask(warehouse, list, { filter: { customerId: ada } });
    expect(codes).toEqual(['FORBIDDEN']);
  });

  it('takes at most 1,000 statuses', async () => {
    const status = (count: number) => ({ filter: { status: Array(count).fill('PENDING') } });
    expect((await room.ask(support, list, status(1_000))).codes).toEqual([]);
    expect((await room.ask(support, list, status(1_001))).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('finds a whole name of several words by itself, and any other text inside of names', async () => {
    const [whole, older, longer, other] = [
      await room.place({ recipient: 'Jean Bartik' }),
      await room.place({ recipient: 'JEAN BARTIK', placedAt: new Date('2020-01-01') }),
      await room.place({ recipient: 'Betty Jean Bartik', placedAt: new Date('2019-01-01') }),
      await room.place({ recipient: 'Jean', placedAt: new Date('2018-01-01') }),
    ].map(({ id }) => id);
    expect(await idsOf(support, { search: 'jean bartik' })).toEqual([whole, older]);
    expect(await idsOf(support, { search: 'jean bart' })).toEqual([whole, older, longer]);
    expect(await idsOf(support, { search: 'Jean' })).toEqual([whole, older, longer, other]);
    expect(await idsOf(support, { search: 'jean bartik', status: ['PENDING'] })).toEqual([]);
  });

  it('finds a name that is too short for parts of names as a whole', async () => {
    const [chinese, latin] = [
      await room.place({ recipient: '王芳' }),
      await room.place({ recipient: 'Wu', placedAt: new Date('2020-01-01') }),
    ].map(({ id }) => id);
    await room.place({ recipient: '王芳芳' });
    await room.place({ recipient: 'Wulf' });
    expect(await idsOf(support, { search: '王芳' })).toEqual([chinese]);
    expect(await idsOf(support, { search: 'wu' })).toEqual([latin]);
  });

  it('rejects a search out of bounds', async () => {
    for (const search of ['x'.repeat(201), ' '.repeat(201), 'a\0b', 'a\ud800b']) {
      const { codes } = await room.ask(support, list, { filter: { search } });
      expect(codes).toEqual(['BAD_USER_INPUT']);
    }
  });
});

it('estimates the total, and says so, while counting is switched off', async () => {
  const quick = await readingRoom(
    undefined,
    undefined,
    fixedFeatureFlags({ 'exact-counts': false }),
  );
  const { data } = await quick.ask(person(uuidV7()), list);
  await quick.drop();
  expect(data.orders.totalCountExact).toBe(false);
  expect(data.orders.totalCount).toBeGreaterThanOrEqual(0);
});

describe('the statements of a list', () => {
  const whole = `query ($first: Int!) { orders(first: $first) { edges { node {
    id number status total { amount currency } customer { id } allowedActions
    lines { id sku total { amount } product { sku } } payment { status amount { amount } }
    shipments { id warehouse { code } lines { sku quantity } }
    timeline { id type actor note } refunds { id }
  } } totalCount totalCountExact } }`;

  it('do not grow with its rows', async () => {
    for (let index = 0; index < 100; index += 1) {
      await room.place({
        customerId: ada,
        skus: ['A-1', 'B-2', 'C-3'],
        events: {
          create: { seq: 1, type: 'order.placed', toStatus: 'PENDING', actor: `User:${ada}` },
        },
        shipments: {
          create: {
            id: uuidV7(),
            warehouse: 'BER',
            carrier: 'dhl',
            trackingCode: `JD${index}`,
            lines: { create: { sku: 'A-1', quantity: 1 } },
          },
        },
      });
    }
    const counts: number[] = [];
    for (const first of [1, 10, 100]) {
      counts.push(
        await room.statementsOf(async () => {
          const { data, codes } = await room.ask(support, whole, { first });
          expect(codes).toEqual([]);
          expect(data.orders.edges).toHaveLength(first);
          expect(data.orders.edges.at(-1).node.lines).toHaveLength(3);
          expect(data.orders.edges.at(-1).node.shipments[0].lines).toHaveLength(1);
        }),
      );
    }
    // Orders, their count, lines, events, shipments, refunds, and what is in these.
    expect(counts).toEqual([7, 7, 7]);
  });
});
