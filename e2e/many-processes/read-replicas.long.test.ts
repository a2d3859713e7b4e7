import { beforeAll, describe, expect, test } from 'vitest';
import { PlaceOrder } from '../../client/src/generated/operations';
import { openForFile } from '../../platform/testing/open-for-file';
import { signalServer } from '../../platform/testing/signal-server';
import type { Client } from '../harness/client';
import { soonMs } from '../harness/deadlines';
import { demoAccount, orderOf } from '../harness/people';
import { ReplicatedShop } from '../harness/replicated-shop';
import { onTopology } from '../harness/topologies';

const patience = { timeout: soonMs, interval: 50 };
/** Enough at once for connections to both gateways. */
const readsAtOnce = 12;

/** A mark of a write is kept for the sum of both: reads begin to use the standby after that. */
const settings = {
  ORDERPROCESSING_LIMITS_OPERATION_DEADLINE_MS: '5000',
  ORDERPROCESSING_DATABASE_REPLICAS_LAG_SECONDS_MAX: '3',
};

/** The newest orders that the caller sees. */
async function newestOrders(caller: Client): Promise<readonly string[]> {
  const { data, errors } = await caller.post({ query: '{ orders(first: 5) { nodes { id } } }' });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const { orders } = data as { orders: { nodes: { id: string }[] } };
  return orders.nodes.map(({ id }) => id);
}

async function place(customer: Client): Promise<string> {
  const { placeOrder } = await customer.run(PlaceOrder, orderOf([['DEMO-0001', 1]], 'tok_ok'));
  if (placeOrder?.__typename !== 'Order') throw new Error(JSON.stringify(placeOrder));
  return placeOrder.id;
}

onTopology('many processes', (topology) => {
  const replicated = openForFile(() => ReplicatedShop.start(settings, topology));
  let customer: Client;
  let support: Client;

  beforeAll(async () => {
    customer = await demoAccount(replicated.shop.client, 'customer');
    support = await demoAccount(replicated.shop.client, 'support');
  });

  const isOnStandby = async (text: string) =>
    (await replicated.statementsOnStandby()).some((statement) => statement.includes(text));

  /** Reads until the standby has answered with a statement that contains the text. */
  const reachesStandby = (text: string, read: () => Promise<unknown>) =>
    expect
      .poll(async () => {
        await read();
        return isOnStandby(text);
      }, patience)
      .toBe(true);

  const anyone = () => replicated.shop.client;
  const search = (by = anyone()) =>
    by.post({ query: '{ products(filter: { search: "mug" }) { nodes { sku name } } }' });

  test('lists are read from the standby, once no write of the account can be missing', async () => {
    await reachesStandby('FROM orders o', () => newestOrders(support));
    await reachesStandby('catalogue_words', () => search());
  });

  test('an account finds its order in every list, although the standby does not have it', async () => {
    await reachesStandby('FROM orders o', () => newestOrders(support));
    let others = 0;
    const without: (readonly string[])[] = [];
    await expect
      .poll(async () => {
        await replicated.holdStandby();
        try {
          const id = await place(customer);
          const lists = await Promise.all(
            Array.from({ length: readsAtOnce }, () => newestOrders(customer)),
          );
          without.push(...lists.filter((list) => !list.includes(id)));
          // Others get a list without it: the standby did answer reads at this time.
          if (!(await newestOrders(support)).includes(id)) others += 1;
        } finally {
          await replicated.releaseStandby();
        }
        return others;
      }, patience)
      .toBeGreaterThan(0);
    expect(without).toEqual([]);
  });

  describe('the standby is not asked', () => {
    test('in mutations, quotes, sign-ins, and for single orders', async () => {
      await reachesStandby('FROM orders o', () => newestOrders(support));
      await replicated.forgetStatements();
      await demoAccount(anyone(), 'support');
      const id = await place(customer);
      const order = `order(id: "${id}") { status lines { quantity } timeline { type } }`;
      const quote = `quote(currency: "EUR", country: "DE", lines: [{ sku: "DEMO-0001", quantity: 1 }])`;
      for (const query of [`{ ${order} }`, `{ ${quote} { __typename } }`]) {
        expect((await support.post({ query })).errors).toEqual([]);
      }
      const statements = await replicated.statementsOnStandby();
      expect(statements.filter((one) => !one.includes('pg_last_wal_replay_lsn'))).toEqual([]);
    });

    test('for stock that everybody sees, which gateways and caches keep for a second', async () => {
      await reachesStandby('catalogue_words', () => search());
      await replicated.forgetStatements();
      await anyone().post({ query: '{ product(sku: "DEMO-0001") { available } }' });
      await anyone().post({ query: '{ products(first: 2) { nodes { sku available } } }' });
      expect(await isOnStandby('stock_levels')).toBe(false);
    });
  });

  test('a killed standby makes no request fail', async () => {
    await reachesStandby('FROM orders o', () => newestOrders(support));
    signalServer(replicated.standby.pid, 'SIGKILL');
    for (let round = 0; round < 10; round += 1) {
      const all = await Promise.all(
        Array.from({ length: readsAtOnce }, async (_, place) =>
          place % 2 === 0 ? newestOrders(support.once) : (await search(anyone().once)).errors,
        ),
      );
      expect(all).toHaveLength(readsAtOnce);
      expect(all.filter((_, place) => place % 2 === 1).flat()).toEqual([]);
    }
  });
});
