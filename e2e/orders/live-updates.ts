import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { DeliverOrder, Me, ShipOrder } from '../../client/src/generated/operations';
import { pressButton } from '../../payments/testing/press-button';
import type { Topology } from '../../testing/started-shop';
import type { Client } from '../harness/client';
import { demoClient } from '../harness/demo-client';
import { demoAccount, newCustomer, placedOrder } from '../harness/people';
import { pidOf } from '../harness/processes';
import { eventually, type Shop } from '../harness/shop';
import { ListWatcher, Watcher } from '../harness/watcher';

/** Enough streams that each of two gateways almost certainly has some of them. */
const watcherCount = 12;

/** Subscriptions to orders. Ends a gateway where there are two. */
export function watchOrders(shop: Shop, topology: Topology): void {
  const customer = demoClient(shop, 'customer');
  const warehouse = demoClient(shop, 'warehouse');
  const watchers: Watcher[] = [];
  const leaving: (() => void)[] = [];

  afterEach(() => {
    for (const watcher of watchers.splice(0)) watcher.close();
    for (const leave of leaving.splice(0)) leave();
  });

  function watch(client: Client, orderId: string): Watcher {
    const watcher = new Watcher(client, orderId);
    watchers.push(watcher);
    return watcher;
  }

  const place = async () => (await placedOrder(customer, [['DEMO-0130', 2]])).id;

  async function ship(orderId: string): Promise<void> {
    const key = randomUUID();
    const input = { orderId, carrier: 'DHL', trackingCode: 'JD014600003', idempotencyKey: key };
    const { shipOrder } = await warehouse.runAgain(ShipOrder, { input });
    expect(shipOrder?.__typename).toBe('Order');
  }

  async function deliver(id: string): Promise<void> {
    const { deliverOrder } = await warehouse.run(DeliverOrder, { id });
    expect(deliverOrder?.__typename).toBe('Order');
  }

  const setRoles = async (userId: string, roles: readonly string[]) => {
    const admin = await demoAccount(shop.client, 'admin');
    const { errors } = await admin.post({
      query:
        'mutation ($userId: ID!, $roles: [Role!]!) { assignRoles(userId: $userId, roles: $roles) { __typename } }',
      variables: { userId, roles },
    });
    expect(errors).toEqual([]);
  };

  const codesOf = ({ errors = [] }: Watcher['heard'][number]) =>
    errors.map(({ extensions }) => extensions.code);

  test('a customer watches an order on its way, with what other subgraphs know of it', async () => {
    const id = await place();
    const watcher = watch(customer, id);
    const present = await watcher.sees('CONFIRMED');
    expect(present.lines[0]).toMatchObject({ quantity: 2, product: { name: expect.any(String) } });
    await ship(id);
    const shipped = await watcher.sees('SHIPPED');
    expect(shipped.lines[0]).toMatchObject({
      shippedQuantity: 2,
      product: present.lines[0]?.product,
    });
    await deliver(id);
    await watcher.sees('DELIVERED');
    const versions = watcher.orders.map(({ version }) => version);
    // A payment that was captured has no version of its own.
    expect(versions).toEqual([...versions].sort((one, other) => one - other));
    expect(watcher.isOver).toBe(false);
    expect(watcher.connections).toBe(1);
  });

  test('an order that waits for its payment is seen to be confirmed', async () => {
    const { id } = await placedOrder(customer, [['DEMO-0131', 1]], 'tok_action');
    const watcher = watch(customer, id);
    await watcher.sees('PENDING');
    const { data } = await customer.post({
      query: 'query ($id: ID!) { order(id: $id) { payment { nextAction { redirectUrl } } } }',
      variables: { id },
    });
    const { order } = data as { order: { payment: { nextAction: { redirectUrl: string } } } };
    await pressButton(order.payment.nextAction.redirectUrl, 'Authorise');
    await watcher.sees('CONFIRMED');
  });

  test('others see nothing, and the end; staff see it', async () => {
    const id = await place();
    const stranger = watch(await newCustomer(shop.client), id);
    expect(await stranger.completed()).toMatchObject([{ data: { orderUpdated: null } }]);
    const missing = watch(customer, randomUUID());
    expect(await missing.completed()).toMatchObject([{ data: { orderUpdated: null } }]);
    for (const { heard } of [stranger, missing])
      expect(heard.map(codesOf)).toEqual([['NOT_FOUND']]);
    const support = watch(await demoAccount(shop.client, 'support'), id);
    await support.sees('CONFIRMED');
    await ship(id);
    await support.sees('SHIPPED');
    expect(stranger.heard).toHaveLength(1);
  });

  test('a change is seen by all, whichever gateway they are connected to', async () => {
    const id = await place();
    const all = Array.from({ length: watcherCount }, () => watch(customer, id));
    await Promise.all(all.map((watcher) => watcher.sees('CONFIRMED')));
    await ship(id);
    await Promise.all(all.map((watcher) => watcher.sees('SHIPPED')));
  });

  async function watchChanges(client: Client, filter: object): Promise<ListWatcher> {
    const watcher = await ListWatcher.open(client, filter);
    leaving.push(() => watcher.close());
    return watcher;
  }

  test('staff see the orders that change and match a filter', async () => {
    const placed = await place();
    const support = await demoAccount(shop.client, 'support');
    const [shipped, confirmed, onScreen] = await Promise.all([
      watchChanges(warehouse, { status: ['SHIPPED'] }),
      watchChanges(support, { status: ['CONFIRMED'] }),
      watchChanges(support, { ids: [placed] }),
    ]);
    await ship(placed);
    await eventually('the shipped order', async () => shipped.seen(placed).length > 0);
    expect(shipped.seen(placed)[0]).toEqual({
      id: placed,
      status: 'SHIPPED',
      lines: [{ product: { name: expect.any(String) } }],
    });
    await eventually('the order on screen', async () => onScreen.seen(placed).length > 0);
    const other = await place();
    await eventually('a confirmed order', async () => confirmed.seen(other).length > 0);
    expect(confirmed.seen(placed).map(({ status }) => status)).not.toContain('SHIPPED');
  });

  test('a role that is taken away ends what was seen by it', async () => {
    const id = await place();
    const clerk = await newCustomer(shop.client);
    const { me } = await clerk.run(Me, {});
    await setRoles(me?.id ?? '', ['SUPPORT']);
    const { login } = await signIn(shop.client, me?.email ?? '');
    const watcher = watch(shop.client.as(login), id);
    await watcher.sees('CONFIRMED');
    await setRoles(me?.id ?? '', ['CUSTOMER']);
    const heard = await watcher.completed();
    expect(heard.map(codesOf)).toEqual([[], ['UNAUTHENTICATED']]);
  });

  test.runIf(topology === 'many processes')(
    'a gateway that stops hands its streams over to another one',
    async () => {
      const id = await place();
      const all = Array.from({ length: watcherCount }, () => watch(customer, id));
      await Promise.all(all.map((watcher) => watcher.sees('CONFIRMED')));
      process.kill(pidOf(shop, 'gateway/main'), 'SIGTERM');
      const isBack = (watcher: Watcher) => watcher.connections > 1;
      await eventually('watchers that came again', async () => all.some(isBack));
      await ship(id);
      await Promise.all(all.map((watcher) => watcher.sees('SHIPPED')));
      expect(all.some((watcher) => watcher.isOver)).toBe(false);
    },
  );
}

/** @returns an access token that knows of new roles. */
async function signIn(client: Client, email: string): Promise<{ login: string }> {
  const { data } = await client.post({
    query:
      'mutation ($input: LoginInput!) { login(input: $input) { ... on Session { accessToken } } }',
    variables: { input: { email, password: 'a long enough phrase' } },
  });
  return { login: (data as { login: { accessToken: string } }).login.accessToken };
}
