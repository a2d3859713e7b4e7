import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import {
  anonymous,
  keyOf,
  person,
  type ReadingRoom,
  readingRoomForFile,
} from '../testing/reading-room';

const one = `query ($id: ID!) { order(id: $id) {
  id number status statusReason note placedAt version customer { id } allowedActions
  refusedActions { action reason }
  subtotal { amount } shipping { amount } tax { amount } total { amount currency }
  shippingAddress { recipient line1 line2 city postalCode country }
  attention { since step reason } refunds { id }
  risk { score reasons { code weight text } assessor assessedAt }
  lines { sku }
  payment { status } shipments { id } timeline { id }
} }`;

const ada = uuidV7();
const clerk = uuidV7();
const since = '2026-11-24T13:36:00.000Z';

const room = readingRoomForFile();
let order: { id: string; number: string };
beforeAll(async () => {
  order = await room.place({
    customerId: ada,
    status: 'CANCELLED',
    statusReason: 'cancelled_by_staff: suspicious address',
    paymentToken: 'tok_secret',
    attention: { since, step: 'void', reason: 'provider answers 500' },
    skus: ['A-1', 'B-2'],
  });
});

const read = async (viewer: Parameters<ReadingRoom['ask']>[0], id = order.id) => {
  const { data, codes } = await room.ask(viewer, one, { id });
  expect(codes).toEqual([]);
  return data.order;
};

describe('order', () => {
  it('shows its owner the whole order', async () => {
    expect(await read(person(ada))).toMatchObject({
      id: order.id,
      number: order.number,
      status: 'CANCELLED',
      customer: { id: ada },
      subtotal: { amount: '20.00' },
      shipping: { amount: '4.90' },
      tax: { amount: '0.00' },
      total: { amount: '24.90', currency: 'EUR' },
      shippingAddress: { recipient: 'Ada Lovelace', line2: null, country: 'DE' },
      payment: { status: 'AUTHORIZED' },
      allowedActions: [],
      refunds: [],
      lines: [{ sku: 'A-1' }, { sku: 'B-2' }],
      shipments: [],
      timeline: [],
    });
    expect(await read(keyOf(ada, ['ORDERS_READ']))).toMatchObject({ customer: { id: ada } });
    expect(await read(person(ada), order.id.toUpperCase())).toMatchObject({ id: order.id });
  });

  it("hides other people's orders, also from keys of staff", async () => {
    expect(await read(person(uuidV7()))).toBeNull();
    expect(await read(person(uuidV7(), 'PARTNER'))).toBeNull();
    expect(await read(keyOf(clerk, ['ORDERS_READ'], 'ADMIN'))).toBeNull();
    expect(await read(person(clerk, 'ADMIN'), uuidV7())).toBeNull();
    expect(await read(person(clerk, 'ADMIN'), 'no-uuid')).toBeNull();
  });

  it('tells a customer the reason in one word, and nothing of what staff wrote', async () => {
    for (const viewer of [person(ada), keyOf(ada, ['ORDERS_READ'], 'ADMIN')]) {
      const seen = await read(viewer);
      expect(seen.statusReason).toBe('cancelled_by_staff');
      expect(seen.attention).toBeNull();
    }
  });

  it('tells staff the whole reason, and what the order waits for', async () => {
    const seen = await read(person(clerk, 'SUPPORT'));
    expect(seen.statusReason).toBe('cancelled_by_staff: suspicious address');
    expect(seen.attention).toEqual({
      since,
      step: 'void',
      reason: 'provider answers 500',
    });
  });

  it('tells staff the calls that it needs, with the next attempt of a pending one', async () => {
    const [openedAt, nextAt, updatedAt] = [0, 90_000, 2_000].map(
      (ms) => new Date(Date.parse(since) + ms),
    );
    const times = { openedAt, nextAt, updatedAt };
    const { id } = await room.place({
      customerId: ada,
      effects: {
        create: [
          { kind: 'CAPTURE', seq: 2, state: 'PENDING', attempts: 3, ...times, openedAt: nextAt },
          { kind: 'RESERVE', state: 'DONE', attempts: 1, ...times },
        ],
      },
    });
    const calls = `query ($id: ID!) { order(id: $id) { effects {
      kind seq state failedAttempts openedAt endedAt nextAttemptAt } } }`;
    const read = async (viewer: Parameters<ReadingRoom['ask']>[0]) =>
      (await room.ask(viewer, calls, { id })).data.order.effects;
    const next = '2026-11-24T13:37:30.000Z';
    expect(await read(person(clerk, 'WAREHOUSE'))).toEqual([
      {
        kind: 'RESERVE',
        seq: 1,
        state: 'DONE',
        failedAttempts: 1,
        openedAt: since,
        endedAt: '2026-11-24T13:36:02.000Z',
        nextAttemptAt: null,
      },
      {
        kind: 'CAPTURE',
        seq: 2,
        state: 'PENDING',
        failedAttempts: 3,
        openedAt: next,
        endedAt: null,
        nextAttemptAt: next,
      },
    ]);
    for (const viewer of [person(ada), keyOf(ada, ['ORDERS_READ'], 'ADMIN')]) {
      expect(await read(viewer)).toBeNull();
    }
  });

  it('leads staff to its traces, and nobody else', async () => {
    const read = async (viewer: Parameters<ReadingRoom['ask']>[0]) => {
      const query = 'query ($id: ID!) { order(id: $id) { traceUrl } }';
      return (await room.ask(viewer, query, { id: order.id })).data.order.traceUrl;
    };
    expect(await read(person(clerk, 'SUPPORT'))).toBe(`https://traces.test/?order=${order.id}`);
    expect(await read(person(ada))).toBeNull();
  });

  it('tells SUPPORT and ADMIN who the customer is, but not the warehouse', async () => {
    expect((await read(person(clerk, 'SUPPORT'))).customer).toEqual({ id: ada });
    expect((await read(person(clerk, 'ADMIN'))).customer).toEqual({ id: ada });
    expect((await read(person(clerk, 'WAREHOUSE'))).customer).toBeNull();
    expect((await read(person(ada, 'WAREHOUSE'))).customer).toEqual({ id: ada });
  });

  it('tells SUPPORT and ADMIN how suspicious it looked, and nobody else', async () => {
    const assessment = {
      score: 1,
      reasons: [{ code: 'provider_warning', weight: 1, text: 'The provider warned.' }],
      assessor: 'rules-1',
      assessedAt: since,
    };
    const facts = {
      ordersLastHour: 1,
      declinedLastDay: 0,
      accepted: 0,
      largestMinor: null,
      toCountry: 0,
    };
    const assessed = await room.place({ customerId: ada, risk: { facts, assessment } });
    const undecided = await room.place({ customerId: ada, risk: { facts } });
    for (const viewer of [person(clerk, 'SUPPORT'), person(clerk, 'ADMIN')]) {
      expect((await read(viewer, assessed.id)).risk).toEqual(assessment);
      expect((await read(viewer, undecided.id)).risk).toBeNull();
      expect((await read(viewer)).risk).toBeNull();
    }
    for (const viewer of [person(ada), person(clerk, 'WAREHOUSE'), person(ada, 'PARTNER')]) {
      expect((await read(viewer, assessed.id)).risk).toBeNull();
    }
    const key = keyOf(ada, ['ORDERS_READ'], 'ADMIN');
    expect((await read(key, assessed.id)).risk).toBeNull();
  });

  it('says what the viewer may do with it now', async () => {
    const { id } = await room.place({ customerId: ada, status: 'CONFIRMED' });
    expect((await read(person(ada), id)).allowedActions).toEqual(['CANCEL']);
    expect((await read(keyOf(ada, ['ORDERS_READ', 'ORDERS_WRITE']), id)).allowedActions).toEqual([
      'CANCEL',
    ]);
    expect((await read(person(clerk, 'WAREHOUSE'), id)).allowedActions).toEqual(['SHIP']);
    expect((await read(person(clerk, 'ADMIN'), id)).allowedActions).toEqual(['CANCEL', 'SHIP']);
  });

  it('says what the viewer may not do with it now, and why', async () => {
    const { id } = await room.place({ customerId: ada, status: 'CONFIRMED' });
    const { allowedActions, refusedActions } = await read(keyOf(ada, ['ORDERS_READ']), id);
    expect(allowedActions).toEqual([]);
    expect(refusedActions[0]).toEqual({
      action: 'CANCEL',
      reason: 'The API key needs the scope ORDERS_WRITE.',
    });
  });

  it('reduces a reason that is no public word to nothing', async () => {
    const { id } = await room.place({ customerId: ada, statusReason: 'internal: margin too low' });
    expect((await read(person(ada), id)).statusReason).toBeNull();
  });
});

describe('an order as an entity', () => {
  const entities = `query ($refs: [_Any!]!) {
    _entities(representations: $refs) { ... on Order { id number } }
  }`;
  const reach = async (viewer: Parameters<ReadingRoom['ask']>[0], ...ids: string[]) => {
    const refs = ids.map((id) => ({ __typename: 'Order', id }));
    return (await room.ask(viewer, entities, { refs })).data._entities;
  };

  it('is there for those who may see it, and looks missing to others', async () => {
    const seen = [{ id: order.id, number: order.number }];
    expect(await reach(person(ada), order.id)).toEqual(seen);
    expect(await reach(person(clerk, 'WAREHOUSE'), order.id)).toEqual(seen);
    expect(await reach(person(clerk), order.id, uuidV7(), 'x')).toEqual([null, null, null]);
    expect(await reach(anonymous, order.id)).toEqual([null]);
    expect(await reach(keyOf(ada, ['ORDERS_WRITE']), order.id)).toEqual([null]);
    expect(await reach(keyOf(clerk, ['ORDERS_READ'], 'ADMIN'), order.id)).toEqual([null]);
  });

  it('is read in one statement with all the others', async () => {
    const placed = [await room.place({}), await room.place({}), await room.place({})];
    const statements = await room.statementsOf(async () => {
      const found = await reach(person(clerk, 'ADMIN'), ...placed.map(({ id }) => id));
      expect(found.map(({ id }: { id: string }) => id)).toEqual(placed.map(({ id }) => id));
    });
    expect(statements).toBe(1);
  });
});
