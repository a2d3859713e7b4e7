import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { bySubgraph, type SubgraphName, subgraphNames } from '../../config/subgraphs';
import { poolDemands, settingsOfProcess } from './process-settings';

const urls = bySubgraph((name) => name as string);

test('each subgraph needs the pools of its processes and of one that takes the place of another', () => {
  const configuration = parseConfiguration({
    environment: 'test',
    database: { pool: { max: 8 } },
  });
  const demands = poolDemands(configuration, urls);
  for (const { url, max } of demands) {
    // Each process of orders has a connection to listen on as well.
    expect(max).toBe(url === 'orders' ? 3 * 9 : 2 * 8);
  }
  expect(demands.map(({ url }) => url)).toEqual(subgraphNames);
});

describe('the settings of a process', () => {
  const configuration = parseConfiguration({
    environment: 'test',
    mail: { url: 'smtp://mail', from: 'shop@example.com' },
    payments: { stripe: { secretKey: 'sk_test_1', webhookSecret: 'whsec_1' } },
  });
  const tls = { authorityFile: 'a', certificateFile: 'c', keyFile: 'k' };
  const of = (subgraph?: SubgraphName) =>
    settingsOfProcess(configuration, { urls, tls, subgraph, redisUrl: 'redis://here' });

  test.each([undefined, ...subgraphNames])('contain only the database of %s', (subgraph) => {
    const { database } = of(subgraph);
    const known = subgraphNames.filter((name) => database[name].url !== null);
    expect(known).toEqual(subgraph === undefined ? [] : [subgraph]);
  });

  test('contain the secrets of its own subgraph and of no other', () => {
    const secretsOf = ({ auth, encryption, mail, payments, webhooks }: typeof configuration) => [
      auth.keySecret,
      encryption.users.secret,
      encryption.orders.secret,
      payments.sandbox.apiSecret,
      payments.sandbox.callbackSecret,
      payments.stripe.secretKey,
      payments.stripe.webhookSecret,
      webhooks.secretKey,
      mail.url,
    ];
    const [keySecret, usersSecret, ...ofOrders] = secretsOf(configuration);
    const none = ['', '', '', '', '', '', null];
    const mailUrl = ofOrders.at(-1);
    const ofUsers = [keySecret, usersSecret, ...none.slice(0, -1), mailUrl];
    expect(secretsOf(of('users'))).toEqual(ofUsers);
    expect(secretsOf(of('orders'))).toEqual(['', '', ...ofOrders]);
    expect(secretsOf(of('inventory'))).toEqual(['', '', ...none]);
    expect(secretsOf(of())).toEqual(['', '', ...none]);
  });

  test('contain all other settings unchanged', () => {
    const { limits, auth } = of('inventory');
    expect(limits).toEqual(configuration.limits);
    expect(auth).toEqual({ ...configuration.auth, keySecret: '' });
  });
});
