import { afterAll, beforeAll, test } from 'vitest';
import { databaseVariables } from '../../config/testing/subgraph-variables';
import { productionSettings } from '../../testing/production-settings';
import { newAccount } from '../harness/people';
import { newFolder, Shop } from '../harness/shop';
import { onEachTopology } from '../harness/topologies';
import { Servers } from '../own-servers/servers';
import { callEachCommand } from './calls-of-every-shop';

/** A shop of production on servers of its operator, without demo data. */
onEachTopology((topology) => {
  let servers: Servers;
  let settings: Record<string, string>;
  let shop: Shop;

  beforeAll(async () => {
    servers = await Servers.start();
    settings = {
      ...servers.settings,
      ...databaseVariables((name) => servers.postgres.tcpUrl(name)),
      ...(await productionSettings()),
      ORDERPROCESSING_AUTH_PASSWORD_COST: '10',
    };
    shop = await Shop.start(settings, newFolder(), topology);
  });
  afterAll(async () => {
    await shop?.close();
    await servers?.close();
  });

  test('commands work in production', async () => {
    const { email } = await newAccount(shop.client);
    await callEachCommand(shop, settings, { customer: email, isDemo: false });
  });
});
