import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { DeliverOrder, Me, ShipOrder, WatchOrder } from '../../client/src/generated/operations';
import { pressButton } from '../../payments/testing/press-button';
import type { Topology } from '../../testing/started-shop';
import type { Client } from '../harness/client';
import { ListWatcher } from '../harness/list-watcher';
import { demoAccount, newCustomer, placedOrder } from '../harness/people';
import { pidOf } from '../harness/processes';
import { eventually, type Shop } from '../harness/shop';
import { Watcher } from '../harness/watcher';

/** Enough streams that each of two gateways almost certainly has some of them. */
const watcherCount = 12;

/** Subscriptions to orders. Ends a gateway where there are two. */
export function watchOrders(running: () => Shop, topology: Topology): void {
  let shop: Shop;
  let customer: Client;
  let warehouse: Client;
  const watchers: Watcher[] = [];
  const leaving: (() => void)[] = [];

  beforeAll(async () => {
    shop = running();
    customer = await demoAccount(shop.client, 'customer');
    warehouse = await demoAccount(shop.client, 'warehouse');
  });
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

  test('a caller without a valid token is refused by HTTP', async () => {
    const id = await place();
    const ask = (headers: Record<string, string>) =>
      fetch(`${shop.url}/graphql/stream`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
        body: JSON.stringify({ query: WatchOrder.toString(), variables: { id } }),
      });
    for (const headers of [
      {},
      { authorization: 'Bearer nonsense' },
      { 'x-api-key': 'op_test_x' },
    ]) {
      const answer = await ask(headers as Record<string, string>);
      expect(answer.status).toBe(401);
      const { errors } = (await answer.json()) as { errors: { extensions: { code: string } }[] };
      expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  test('a subscription at /graphql is answered in the format that its client accepts', async () => {
    const variables = { id: await place() };
    const apollo = 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0';
    const ask = async (accept: string) => {
      const leaving = new AbortController();
      const answer = await fetch(`${shop.url}/graphql`, {
        method: 'POST',
        signal: leaving.signal,
        headers: {
          'content-type': 'application/json',
          accept,
          authorization: `Bearer ${customer.accessToken}`,
        },
        body: JSON.stringify({ query: WatchOrder.toString(), variables }),
      });
      const first = await answer.body?.getReader().read();
      leaving.abort();
      const text = new TextDecoder().decode(first?.value);
      return [answer.status, answer.headers.get('content-type')?.split(';')[0], text] as const;
    };
    const [, events, event] = await ask(`${apollo}, text/event-stream`);
    expect([events, event]).toEqual(['text/event-stream', expect.stringMatching(/^event: next/)]);
    const [, multipart, part] = await ask(`${apollo}, application/json`);
    expect([multipart, part]).toEqual(['multipart/mixed', expect.stringMatching(/^\r\n--graphql/)]);
    const [status, json, refusal] = await ask('application/json');
    expect([status, json]).toEqual([406, 'application/json']);
    expect(refusal).toMatch(/text\/event-stream.*multipart\/mixed;subscriptionSpec=1\.0/);
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

  test.each([
    ['a customer', () => customer, {}],
    ['a warehouse that asks for a customer', () => warehouse, { customerId: randomUUID() }],
  ])('%s may not watch all orders', async (_who, client, filter) => {
    const refused = await watchChanges(client(), filter);
    await eventually('the end', async () => refused.isOver);
    expect(refused.heard).toMatchObject([{ errors: [{ extensions: { code: 'FORBIDDEN' } }] }]);
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

  test('signing out everywhere ends what is watched', async () => {
    const owner = await newCustomer(shop.client);
    const watcher = watch(owner, (await placedOrder(owner, [['DEMO-0132', 1]])).id);
    await watcher.sees('CONFIRMED');
    expect((await owner.post({ query: 'mutation { logoutEverywhere }' })).errors).toEqual([]);
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

  test('a shop that stops says when to come again', async () => {
    const id = await place();
    const answer = await fetch(`${shop.url}/graphql/stream`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${customer.accessToken}`,
      },
      body: JSON.stringify({ query: WatchOrder.toString(), variables: { id } }),
    });
    const [text, code] = await Promise.all([answer.text(), shop.stop()]);
    expect(code).toBe(0);
    expect(text).toMatch(/^event: next\ndata: .*\n\n(:\n\n)*retry: \d{3,4}\n\n$/);
  });
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
