import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { subgraphNames } from '../../config/subgraphs';
import type { Topology } from '../../testing/started-shop';
import { ask, type Data } from '../harness/ask';
import type { Client } from '../harness/client';
import { demoClient } from '../harness/demo-client';
import { dumpOf } from '../harness/dump';
import { newCustomer, newSession, placedOrder } from '../harness/people';
import { processesOf } from '../harness/processes';
import { eventually, type Shop } from '../harness/shop';

const eraseAccount = `mutation {
  eraseAccount(password: "a long enough phrase") { __typename }
}`;
const orderQuery = `query ($id: ID!) { order(id: $id) {
  id status note total { amount } customer { id } payment { last4 }
  shippingAddress { recipient line1 city postalCode country } lines { sku quantity }
} }`;
const cancelOrder = `mutation ($id: ID!) {
  cancelOrder(id: $id, reason: "Asked on the phone") { __typename ... on Order { id } }
}`;
const auditLog = `query ($subject: String!) {
  auditLog(subject: $subject) { edges { node { actor action subject } } }
}`;
const saveAddress = `mutation ($input: AddressInput!) {
  saveAddress(input: $input) { ... on UserError { message } }
}`;
const changeEmail = `mutation ($email: EmailAddress!) {
  updateProfile(input: { email: $email, password: "a long enough phrase" }) { __typename }
}`;
const requestPasswordReset = `mutation ($email: EmailAddress!) {
  requestPasswordReset(email: $email)
}`;

async function placed(client: Client, note?: string): Promise<string> {
  return (await placedOrder(client, [['DEMO-0001', 1]], 'tok_ok', { note })).id;
}

async function logged(admin: Client, subject: string): Promise<Data[]> {
  const { auditLog: log } = await ask(admin, auditLog, { subject });
  return log.edges.map(({ node }: Data) => node);
}

/** Export, erasure and the audit log. Kills parts where there are many. */
export function checkPrivacy(shop: Shop, topology: Topology): void {
  const admin = demoClient(shop, 'admin');
  const support = demoClient(shop, 'support');
  describe('a person', () => {
    test('takes all that is stored about them along, the orders included', async () => {
      const buyer = await newCustomer(shop.client);
      const id = await placed(buyer, 'Ring twice');
      const { exportMyData } = await ask(buyer, '{ exportMyData { json } }');
      const { account, orders } = JSON.parse(exportMyData.json);
      expect(account.name).toBe('Ada Buyer');
      expect(orders).toMatchObject([
        { id, note: 'Ring twice', shippingAddress: { line1: 'Hauptstraße 1' } },
      ]);
    });

    test('takes it along as a file, which nobody else gets', async () => {
      const buyer = await newCustomer(shop.client);
      const id = await placed(buyer, 'Ring twice');
      await ask(buyer, 'mutation { requestDataExport { id } }');
      const { path } = await eventually('the file', async () => {
        const { dataExports } = await ask(buyer, '{ dataExports { state path } }');
        return dataExports[0].state === 'READY' && dataExports[0];
      });
      const get = ({ accessToken }: Client) =>
        fetch(`${shop.url}${path}`, {
          headers: accessToken === null ? {} : { authorization: `Bearer ${accessToken}` },
        });
      const { orders, ordersComplete } = (await (await get(buyer)).json()) as Data;
      expect(orders).toMatchObject([{ id, note: 'Ring twice' }]);
      expect(ordersComplete).toBe(true);
      const others = [shop.client, admin, await newCustomer(shop.client)].map(get);
      const refused = (await Promise.all(others)).map(({ status }) => status);
      expect(refused).toEqual([401, 404, 404]);
    });

    test('has no e-mail address, phone number or street in a dump of the databases', async () => {
      const emails = ['old', 'next', 'nobody'].map(
        (of) => `${of}-${randomUUID()}@Quimarker.example`,
      );
      const [email = '', next = '', nobody = ''] = emails;
      const account = { email, password: 'a long enough phrase', name: 'Ada Buyer' };
      const { accessToken } = await newSession(shop.client, account);
      const buyer = shop.client.as(accessToken);
      const address = {
        recipient: 'Ada Buyer',
        line1: 'Quimarkerstraße 17',
        line2: 'Quimarker 2',
        city: 'Quimarkerstadt',
        region: 'Quimarkerland',
        postalCode: 'Quimarker 9',
        country: 'DE',
        phone: '+49 30 7654321',
      };
      const given = { shippingAddress: address };
      const order = await placedOrder(buyer, [['DEMO-0001', 1]], 'tok_ok', given);
      expect(order.status).toBe('CONFIRMED');
      await ask(buyer, saveAddress, { input: { ...address, label: 'Quimarkerheim' } });
      await ask(buyer, changeEmail, { email: next });
      await ask(shop.client, requestPasswordReset, { email });
      await ask(shop.client, requestPasswordReset, { email: nobody });
      const { me } = await ask(buyer, '{ me { email pendingEmail addresses { line1 phone } } }');
      expect(me).toEqual({
        email: email.toLowerCase(),
        pendingEmail: next.toLowerCase(),
        addresses: [{ line1: address.line1, phone: address.phone }],
      });
      await eventually('its mails are sent', async () => {
        const mails = await shop.query(
          'users',
          'SELECT FROM mails WHERE handled_at IS NULL AND send_after IS NULL',
        );
        return mails.length === 0;
      });
      const dumps = await Promise.all(subgraphNames.map((name) => dumpOf(shop, name)));
      expect(dumps.every((text) => text.length > 10_000)).toBe(true);
      const found = dumps.flatMap(
        (text) => text.match(/.{0,80}(quimarker|49 30 7654321).*/gi) ?? [],
      );
      expect(found).toEqual([]);
    });

    test('is gone from the orders when the account is erased, and the orders stay', async () => {
      const buyer = await newCustomer(shop.client);
      const id = await placed(buyer, 'Ring for Ada');
      const { order: before } = await ask(support, orderQuery, { id });
      expect(before.customer).not.toBeNull();
      const { eraseAccount: outcome } = await ask(buyer, eraseAccount);
      expect(outcome.__typename).toBe('AccountErased');
      const erased = await eventually('the person is gone from the order', async () => {
        const { order } = await ask(support, orderQuery, { id });
        return order.note === null && order;
      });
      expect(erased).toEqual({
        ...before,
        note: null,
        customer: null,
        payment: { last4: null },
        shippingAddress: {
          recipient: 'erased',
          line1: 'erased',
          city: 'erased',
          postalCode: '',
          country: 'DE',
        },
      });
    });

    test('leaves behind orders in which everything still fits together', async () => {
      expect(await shop.run('verify')).toMatchObject({ code: 0 });
    });
  });

  describe.runIf(topology === 'many processes')('a part that is down', () => {
    test('learns of an erasure when it is back', async () => {
      const buyer = await newCustomer(shop.client);
      const id = await placed(buyer, 'Ring for Ada');
      killPart(shop, 'subgraphs/orders/main');
      const { eraseAccount: outcome } = await ask(buyer, eraseAccount);
      expect(outcome.__typename).toBe('AccountErased');
      await eventually('the person is gone from the order', async () => {
        const { data } = await support.post({ query: orderQuery, variables: { id } });
        return (data as Data)?.order?.note === null;
      });
    });

    test('has all entries in the log when it is back', async () => {
      const id = await placed(await newCustomer(shop.client));
      killPart(shop, 'subgraphs/users/main');
      await eventually('the order is cancelled', async () => {
        const { data } = await support.post({ query: cancelOrder, variables: { id } });
        return (data as Data)?.cancelOrder?.__typename === 'Order';
      });
      const entries = await eventually('the entry is in the log', async () => {
        const found = await logged(admin, `Order:${id}`).catch(() => []);
        return found.length > 0 && found;
      });
      expect(entries).toMatchObject([{ action: 'order.cancel' }]);
    });
  });
}

/** kill -9 for the processes of one part; the command that started them starts them again. */
function killPart(shop: Shop, command: string): void {
  for (const child of processesOf(shop)) {
    if (child.command.includes(command)) process.kill(child.pid, 'SIGKILL');
  }
}
