import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, readingRoomForFile } from '../testing/reading-room';

const preview = `query ($action: BulkOrderAction!, $selection: OrderSelection!) {
  bulkActionPreview(action: $action, selection: $selection) {
    total isTooMany possible statuses { status count } } }`;
const support = person(uuidV7(), 'SUPPORT');

const room = readingRoomForFile();
let ids: string[];
beforeAll(async () => {
  ids = [];
  for (const status of ['CONFIRMED', 'CONFIRMED', 'SHIPPED', 'IN_REVIEW'] as const) {
    ids.push((await room.place({ status })).id);
  }
});

async function ask(action: string, selection: object, viewer = support) {
  const { data, codes } = await room.ask(viewer, preview, { action, selection });
  return codes.length > 0 ? codes : data.bulkActionPreview;
}

describe('bulkActionPreview', () => {
  it('counts the orders by status, and those that the action is possible for', async () => {
    const selection = { ids };
    expect(await ask('CANCEL', selection)).toEqual({
      total: 4,
      isTooMany: false,
      possible: 3,
      statuses: [
        { status: 'IN_REVIEW', count: 1 },
        { status: 'CONFIRMED', count: 2 },
        { status: 'SHIPPED', count: 1 },
      ],
    });
    expect(await ask('DELIVER', selection)).toMatchObject({ total: 4, possible: 1 });
    expect(await ask('APPROVE', { filter: { status: ['IN_REVIEW'] } })).toMatchObject({
      total: 1,
      possible: 1,
    });
    expect(await ask('CANCEL', { ids: [] })).toMatchObject({ total: 0, statuses: [] });
  });

  it('says when there are more than 10,000', async () => {
    await room.pool.query(
      `INSERT INTO orders (id, number, customer_id, status, currency, subtotal_minor,
         shipping_minor, tax_minor, total_minor, shipping_address, payment_status)
       SELECT gen_random_uuid(), 'B-' || n, gen_random_uuid(), 'DELIVERED', 'EUR', 0, 0, 0, 0, '{}',
         'NONE' FROM generate_series(1, 10002) AS n`,
    );
    expect(await ask('CANCEL', { filter: { status: ['DELIVERED'] } })).toMatchObject({
      total: 10_001,
      isTooMany: true,
      possible: 0,
    });
  });

  it('takes the filters of the role alone', async () => {
    const warehouse = person(uuidV7(), 'WAREHOUSE');
    const filter = { customerId: uuidV7() };
    expect(await ask('DELIVER', { filter }, warehouse)).toEqual(['FORBIDDEN']);
  });
});
