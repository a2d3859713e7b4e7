import { describe, expect, it } from 'vitest';
import type { Viewer } from '../../../platform/requests/viewer';
import { uuidV7 } from '../../../platform/values/uuid';
import { keyOf, person, readingRoomForFile } from '../testing/reading-room';

const ada = uuidV7();
const clerk = uuidV7();

const room = readingRoomForFile();

const shipments = `query ($id: ID!) { order(id: $id) { shipments {
  carrier trackingCode trackingUrl deliveredAt warehouse { code } lines { sku quantity }
} } }`;

async function shipmentsFor(viewer: Viewer) {
  const { id } = await room.place({
    customerId: ada,
    shipments: {
      create: {
        id: uuidV7(),
        warehouse: 'BER',
        carrier: 'dhl',
        trackingCode: 'JD1',
        trackingUrl: 'https://dhl.example/JD1',
        lines: { create: { sku: 'A-1', quantity: 1 } },
      },
    },
  });
  return (await room.ask(viewer, shipments, { id })).data.order.shipments;
}

describe('a shipment', () => {
  const parcel = {
    carrier: 'dhl',
    trackingCode: 'JD1',
    trackingUrl: 'https://dhl.example/JD1',
    deliveredAt: null,
    lines: [{ sku: 'A-1', quantity: 1 }],
  };

  it('hides from customers and keys which warehouse it left', async () => {
    const seen = [{ ...parcel, warehouse: null }];
    expect(await shipmentsFor(person(ada))).toEqual(seen);
    expect(await shipmentsFor(keyOf(ada, ['ORDERS_READ'], 'ADMIN'))).toEqual(seen);
  });

  it('tells staff which warehouse it left', async () => {
    const seen = [{ ...parcel, warehouse: { code: 'BER' } }];
    expect(await shipmentsFor(person(clerk, 'SUPPORT'))).toEqual(seen);
  });
});
