import { describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { everyOrder } from '../testing/every-order';
import { readingRoomForFile } from '../testing/reading-room';

const room = readingRoomForFile();

describe('the reads of orders', () => {
  it('give the rows of SQL the shape of those of Prisma', async () => {
    const placed = await room.place({ attention: { step: 'void', reason: 'x', since: 'now' } });
    const [bySql] = (await room.reads.page(everyOrder, { first: 1, after: null })).rows;
    const [byPrisma] = (await room.reads.byIds([placed.id])).rows;
    expect({ ...bySql }).toStrictEqual({ ...byPrisma });
    expect(await room.reads.byNumber(placed.number)).toStrictEqual(byPrisma);
    const lines = await room.prisma.orderLine.findMany({ where: { orderId: placed.id } });
    expect((await room.reads.lines([placed.id])).map((line) => ({ ...line }))).toStrictEqual(
      lines.map((line) => ({ ...line })),
    );
  });

  it('give the lines, events and shipments of several orders, each in their order', async () => {
    const parcel = (day: number) => ({
      id: uuidV7(),
      warehouse: 'BER',
      carrier: 'dhl',
      trackingCode: `JD${day}`,
      shippedAt: new Date(Date.UTC(2026, 0, day)),
      lines: { create: { sku: 'A-1', quantity: day } },
    });
    const first = await room.place({
      skus: ['Z-1', 'A-1'],
      events: {
        create: [2, 1].map((seq) => ({
          seq,
          type: `step ${seq}`,
          toStatus: 'PENDING' as const,
          actor: 'system',
        })),
      },
      shipments: { create: [parcel(2), parcel(1)] },
    });
    const second = await room.place({});
    const ids = [first.id, second.id];
    const lines = await room.reads.lines(ids);
    expect(lines.map(({ sku }) => sku)).toEqual(['Z-1', 'A-1', 'A-1']);
    expect((await room.reads.events(ids)).map(({ type }) => type)).toEqual(['step 1', 'step 2']);
    const shipments = await room.reads.shipments(ids);
    expect(shipments.map(({ trackingCode }) => trackingCode)).toEqual(['JD1', 'JD2']);
    const parcels = [
      { trackingCode: 'JD1', lines: [{ sku: 'A-1', quantity: 1 }] },
      { trackingCode: 'JD2', lines: [{ sku: 'A-1', quantity: 2 }] },
    ];
    expect(await room.reads.parcels(first.id)).toMatchObject(parcels);
    const packed = await room.reads.shipmentLines(shipments.map(({ id }) => id));
    expect(packed.map(({ quantity }) => quantity).sort()).toEqual([1, 2]);
  });
});
