import { describe, expect, it } from 'vitest';
import { encodeCursor } from '../../../platform/graphql/connection';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, readingRoomForFile } from '../testing/reading-room';

const exportOrders = `query ($filter: OrderFilter, $first: Int, $after: String) {
  exportOrders(filter: $filter, first: $first, after: $after) { csv orders endCursor isCut } }`;
const support = person(uuidV7(), 'SUPPORT');
const warehouse = person(uuidV7(), 'WAREHOUSE');

const room = readingRoomForFile();

async function ask(variables: object = {}, viewer = support) {
  const { data, codes } = await room.ask(viewer, exportOrders, variables);
  return codes.length > 0 ? codes : data.exportOrders;
}

const at = (day: number) => new Date(Date.UTC(2026, 0, day));

describe('exportOrders', () => {
  it('has a line for each order under the names of the columns', async () => {
    const order = await room.place({
      number: 'N-1',
      placedAt: at(1),
      recipient: 'Lovelace, Ada',
      statusReason: 'review',
      skus: ['A-1', 'B-1'],
    });
    const { csv, ...rest } = await ask({ filter: { ids: [] } });
    expect(rest).toEqual({ orders: 0, endCursor: null, isCut: false });
    expect(csv.split('\r\n')).toEqual([
      '"number","id","placedAt","status","statusReason","currency","subtotal","shipping","tax","total","paymentStatus","captured","refunded","recipient","city","postalCode","country","customerId"',
      '',
    ]);
    const all = await ask({ filter: { ids: [order.id] } });
    expect(all.csv.split('\r\n')[1]).toBe(
      [
        'N-1',
        order.id,
        '2026-01-01T00:00:00.000Z',
        'CONFIRMED',
        'review',
        'EUR',
        '20.00',
        '4.90',
        '0.00',
        '24.90',
        'AUTHORIZED',
        '0.00',
        '0.00',
        'Lovelace, Ada',
        'Bonn',
        '1',
        'DE',
        order.customerId,
      ]
        .map((cell) => `"${cell}"`)
        .join(','),
    );
  });

  it('neutralises what a spreadsheet would run', async () => {
    const { id } = await room.place({ recipient: '=HYPERLINK("http://evil.example")' });
    const { csv } = await ask({ filter: { ids: [id] } });
    expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
  });

  it('comes in pages that make one file, each order once, and each page is audited', async () => {
    const ids: string[] = [];
    for (let day = 1; day <= 5; day += 1) ids.push((await room.place({ placedAt: at(day) })).id);
    const filter = { ids };
    await room.pool.query('TRUNCATE audit_outbox');
    let [csv, after] = ['', null as string | null];
    do {
      const part = await ask({ filter, first: 2, after });
      csv += part.csv;
      after = part.endCursor;
    } while (after !== null);
    expect(csv).toBe((await ask({ filter })).csv);
    expect(csv.trimEnd().split('\r\n')).toHaveLength(6);
    const { rows } = await room.pool.query(
      `SELECT action, detail FROM audit_outbox ORDER BY at, id`,
    );
    expect(rows.map(({ detail }) => JSON.parse(detail).orders)).toEqual([2, 2, 1, 5]);
  });

  it('ends after 100,000 orders, and says so', async () => {
    const cursor = (before: number) =>
      encodeCursor('export', ['2030-01-01T00:00:00.000Z', uuidV7(), String(before)]);
    const part = await ask({ after: cursor(99_999) });
    expect(part).toMatchObject({ orders: 1, endCursor: null, isCut: true });
    expect(await ask({ after: cursor(100_000) })).toMatchObject({ orders: 0, isCut: true });
  });

  it('does not tell the warehouse whose an order is', async () => {
    const { id, customerId } = await room.place({});
    const { csv } = await ask({ filter: { ids: [id] } }, warehouse);
    expect(csv).not.toContain('customerId');
    expect(csv).not.toContain(customerId);
    expect(await ask({ filter: { customerId } }, warehouse)).toEqual(['FORBIDDEN']);
  });

  it('refuses pages of more than 1,000, and cursors of other lists', async () => {
    expect(await ask({ first: 1_001 })).toEqual(['BAD_USER_INPUT']);
    expect(await ask({ after: 'nothing' })).toEqual(['BAD_USER_INPUT']);
  });
});
