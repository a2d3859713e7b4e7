import { describe, expect, it } from 'vitest';
import type { Viewer } from '../../platform/requests/viewer';
import { uuidV7 } from '../../platform/values/uuid';
import { keyOf, person, readingRoomForFile } from './testing/reading-room';

const ada = uuidV7();
const clerk = uuidV7();

const room = readingRoomForFile();

const timeline = `query ($id: ID!) { order(id: $id) {
  timeline { id at type from to actor note }
} }`;
const key = `ApiKey:${uuidV7()}`;
const at = new Date('2026-11-24T13:36:00.000Z');

async function timelineFor(viewer: Viewer) {
  const { id } = await room.place({
    customerId: ada,
    events: {
      create: [
        { seq: 1, at, type: 'order.placed', toStatus: 'PENDING', actor: `User:${ada}` },
        {
          seq: 2,
          type: 'order.confirmed',
          fromStatus: 'PENDING',
          toStatus: 'CONFIRMED',
          actor: 'system',
        },
        {
          seq: 3,
          type: 'order.cancelled',
          toStatus: 'CANCELLED',
          actor: `User:${clerk}`,
          note: 'looks like fraud',
        },
        { seq: 4, type: 'order.cancelled', toStatus: 'CANCELLED', actor: key, note: 'by mistake' },
      ],
    },
  });
  const { data } = await room.ask(viewer, timeline, { id });
  return { id, events: data.order.timeline };
}

describe('an event of an order', () => {
  it('names nobody to a customer or a key, and tells no note', async () => {
    for (const viewer of [person(ada), keyOf(ada, ['ORDERS_READ'], 'ADMIN')]) {
      const { id, events } = await timelineFor(viewer);
      expect(events[0]).toEqual({
        id: `${id}.1`,
        at: at.toISOString(),
        type: 'order.placed',
        from: null,
        to: 'PENDING',
        actor: 'customer',
        note: null,
      });
      expect(events.slice(1)).toMatchObject([
        { actor: 'system', from: 'PENDING', to: 'CONFIRMED', note: null },
        { actor: 'staff', note: null },
        { actor: 'customer', note: null },
      ]);
    }
  });

  it('tells SUPPORT and ADMIN who it was, and the note', async () => {
    for (const role of ['SUPPORT', 'ADMIN'] as const) {
      expect((await timelineFor(person(clerk, role))).events).toMatchObject([
        { actor: `User:${ada}` },
        { actor: 'system' },
        { actor: `User:${clerk}`, note: 'looks like fraud' },
        { actor: key, note: 'by mistake' },
      ]);
    }
  });

  it('tells WAREHOUSE which staff it was, and not which customer', async () => {
    expect((await timelineFor(person(clerk, 'WAREHOUSE'))).events).toMatchObject([
      { actor: 'customer' },
      { actor: 'system' },
      { actor: `User:${clerk}`, note: 'looks like fraud' },
      { actor: 'customer', note: 'by mistake' },
    ]);
  });
});
