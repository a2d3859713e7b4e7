import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import type { Viewer } from '../../../../platform/requests/viewer';
import { eventually } from '../../../../platform/testing/eventually';
import { type MailServer, startMailServer } from '../../../../platform/testing/mail-server';
import { uuidV7 } from '../../../../platform/values/uuid';
import { openShop, person, type Shop } from '../../testing/shop';

const testMs = 90_000;

/** The e-mail address and language of each account, which a fake of users answers with. */
const recipients = new Map<string, { email: string; language: string }>();
const users: ServiceCall = async <Data>(query: string, { userId }: Record<string, unknown>) => {
  if (query.includes('unqueuedMails')) return { unqueuedMails: [] } as Data;
  return { recipient: recipients.get(String(userId)) ?? null } as Data;
};

function buyerWith(email: string, language = 'EN'): Viewer {
  const userId = uuidV7();
  recipients.set(userId, { email, language });
  return person(userId);
}

const warehouse = person(uuidV7(), 'WAREHOUSE');
const support = person(uuidV7(), 'SUPPORT');

const ship = `mutation ($input: ShipOrderInput!) { shipOrder(input: $input) { __typename } }`;
const cancel = `mutation ($id: ID!) { cancelOrder(id: $id, reason: "no") { __typename } }`;
const refund = `mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { __typename } }`;

describe('mail to buyers', { timeout: testMs }, () => {
  let server: MailServer;
  let shop: Shop;
  beforeAll(async () => {
    server = await startMailServer();
    const mail = { url: `smtp://127.0.0.1:${server.port}`, from: 'shop@example.com', tls: 'off' };
    shop = await openShop({ mail, users });
    shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
    shop.subgraph.startWork();
  });
  afterAll(async () => {
    await shop.close();
    await server.close();
  });

  const mailsTo = (address: string) => server.mails.filter(({ to }) => to.includes(address));

  async function mailTo(address: string, words: string) {
    await eventually(`a mail to ${address} with ${words}`, () =>
      mailsTo(address).some(({ text }) => text.includes(words)),
    );
    return mailsTo(address).find(({ text }) => text.includes(words)) as (typeof server.mails)[0];
  }

  const shipUnits = (orderId: string, quantity: number) =>
    shop.ask(warehouse, ship, {
      input: {
        orderId,
        carrier: 'DHL',
        trackingCode: 'JD0146',
        idempotencyKey: `key-${uuidV7()}`,
        lines: [{ sku: 'A-1', quantity }],
        trackingUrl: 'https://track.example/JD0146',
      },
    });

  it('reports what happens to an order, each event once and with an id of its own', async () => {
    const address = 'ada@example.com';
    const { id, number } = await shop.place(buyerWith(address));
    const confirmed = await mailTo(address, 'is confirmed');
    expect(confirmed.text).toContain(`order ${number}`);
    expect(confirmed.text).toContain('Ada Lovelace');
    expect(confirmed.text).toMatch(/Total\s+€/);
    await shipUnits(id, 1);
    const shipped = await mailTo(address, 'The rest follows later');
    expect(shipped.text).toContain('https://track.example/JD0146');
    expect(shipped.text).toContain('1 ×');
    await shop.ask(support, cancel, { id });
    await mailTo(address, 'was cancelled and will not be sent');
    await eventually('the capture', async () => {
      const { rows } = await shop.pool.query<{ captured: bigint }>(
        'SELECT captured_minor AS captured FROM orders WHERE id = $1',
        [id],
      );
      return (rows[0]?.captured ?? 0n) > 0n;
    });
    await shop.ask(support, refund, {
      input: { orderId: id, amount: '0.50', reason: 'Scratch', idempotencyKey: uuidV7() },
    });
    const refunded = await mailTo(address, 'back to you');
    expect(refunded.text).toContain('€0.50');
    expect(refunded.text).not.toContain('Scratch');

    const mails = mailsTo(address);
    const ids = mails.map(({ raw }) => /^Message-ID:\s+<(.+)@example\.com>\r$/m.exec(raw)?.[1]);
    expect(mails).toHaveLength(4);
    expect(new Set(ids).size).toBe(4);
    for (const one of ids) expect(one).toMatch(new RegExp(`^order\\.${id}\\.\\d+$`));
    expect(mails.every(({ raw }) => raw.includes('text/html'))).toBe(true);
  });

  it('is not sent about a refund that has failed by then', async () => {
    const address = 'late@example.com';
    const { id } = await shop.place(buyerWith(address));
    await shipUnits(id, 2);
    await mailTo(address, 'track.example');
    await shop.ask(support, refund, {
      input: { orderId: id, amount: '0.50', reason: 'Scratch', idempotencyKey: uuidV7() },
    });
    await mailTo(address, 'back to you');
    const key = `order-${id}-refund-1`;
    shop.bank.failRefund(key);
    expect(await shop.callback(key)).toBe(true);
    const job = `FROM pgboss.job WHERE name = 'send-order-mail' AND data->>'orderId' = $1
      ORDER BY created_on DESC LIMIT 1`;
    await shop.pool.query(
      `UPDATE pgboss.job SET state = 'created', output = NULL WHERE id = (SELECT id ${job})`,
      [id],
    );
    const read = async () => (await shop.pool.query(`SELECT output ${job}`, [id])).rows[0]?.output;
    await eventually('the job', async () => (await read()) !== null);
    expect(await read()).toEqual({ mail: 'none', because: 'the refund has failed since' });
  });

  it('is written in the language of the account, and not sent for a rejected order', async () => {
    const address = 'heinz@example.com';
    const buyer = buyerWith(address, 'DE');
    await shop.place(buyer, { payment: { token: 'tok_declined' } });
    const { id } = await shop.place(buyer);
    const { text } = await mailTo(address, 'ist bestätigt');
    expect(text).toMatch(/Summe\s+[\d.]+,\d\d/);
    await shop.ask(buyer, cancel, { id });
    await mailTo(address, 'storniert');
    expect(mailsTo(address)).toHaveLength(2);
  });

  it('is not sent to an erased account, and no job has its address', async () => {
    const address = 'gone@example.com';
    const buyer = buyerWith(address) as Viewer & { readonly kind: 'user' };
    recipients.delete(buyer.userId);
    const { id } = await shop.place(buyer);
    await eventually('the job', async () => {
      const { rows } = await shop.pool.query<{ output: unknown }>(
        `SELECT output FROM pgboss.job WHERE name = 'send-order-mail' AND data->>'orderId' = $1
           AND state = 'completed'`,
        [id],
      );
      expect(rows.map(({ output }) => output)).toEqual(
        rows.map(() => ({ mail: 'none', because: 'the account is erased' })),
      );
      return rows.length === 1;
    });
    const { rows } = await shop.pool.query(
      `SELECT FROM pgboss.job WHERE name = 'send-order-mail' AND job::text LIKE '%@example.com%'`,
    );
    expect(rows).toEqual([]);
  });

  it('becomes a dead letter at an address that is refused', async () => {
    const address = 'nobody@example.com';
    server.refuse(address, 550);
    const { id } = await shop.place(buyerWith(address));
    await eventually('the dead letter', async () => {
      const { rows } = await shop.pool.query(
        `SELECT FROM pgboss.job WHERE name = 'dead-letters' AND data->>'orderId' = $1`,
        [id],
      );
      return rows.length === 1;
    });
    expect(mailsTo(address)).toEqual([]);
  });
});

describe('mail to buyers that is off', { timeout: testMs }, () => {
  it('has no job', async () => {
    const mail = { url: 'smtp://127.0.0.1:9', from: 'shop@example.com', tls: 'off', orders: false };
    const shop = await openShop({ mail, users });
    shop.inventory.stock({ sku: 'A-1' });
    shop.subgraph.startWork();
    try {
      await shop.place(buyerWith('off@example.com'));
      await eventually('an empty outbox', async () => {
        const { rows } = await shop.pool.query('SELECT FROM outbox');
        return rows.length === 0;
      });
      await eventually('the queue', async () => {
        const { rows } = await shop.pool.query<{ table: string | null }>(
          `SELECT to_regclass('pgboss.job') AS table`,
        );
        return rows[0]?.table != null;
      });
      const { rows } = await shop.pool.query(
        `SELECT FROM pgboss.job WHERE name = 'send-order-mail'`,
      );
      expect(rows).toEqual([]);
    } finally {
      await shop.close();
    }
  });
});
