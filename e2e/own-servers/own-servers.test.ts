import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { redisAvailable } from '../../platform/testing/redis';
import { preparedFolder, Shop } from '../harness/shop';
import { onTopology } from '../harness/topologies';
import { checkConfiguration } from './configuration';
import { Files } from './files';
import { checkRateLimits } from './rate-limits';
import { checkReadiness } from './readiness';
import { RotatedDatabases } from './rotated-databases';
import { Servers } from './servers';

/** Journeys that share a shop, whose servers and files belong to somebody else. */
onTopology('many processes', (topology) => {
  let files: Files;
  let servers: Servers;
  let databases: RotatedDatabases;
  let shop: Shop;

  beforeAll(async () => {
    files = new Files(await preparedFolder());
    servers = await Servers.start();
    databases = new RotatedDatabases(servers.postgres.tcpUrl('postgres'));
    await databases.create('first-password');
    const ofDatabases = databases.settings(files.path('password'));
    const settings = { ...servers.settings, ...ofDatabases, ...files.settings };
    shop = await Shop.start(settings, files.folder, topology);
  });
  afterAll(async () => {
    await shop?.close();
    await servers?.close();
  });

  const running = () => shop;

  test('status, stop and restart find the process, although all its data is elsewhere', async () => {
    const { output } = await shop.run('status');
    expect(output).toContain(`(process ${shop.process.pid}).`);
  });

  describe('configuration', () => {
    checkConfiguration(
      running,
      () => databases,
      () => files,
    );
    // It would break when the server is stopped.
    afterAll(() => databases?.close());
  });
  describe.runIf(topology === 'many processes' && redisAvailable)('limits over two gateways', () =>
    checkRateLimits(
      running,
      () => servers,
      () => files,
    ),
  );
  describe('readiness', () => checkReadiness(running, () => servers, topology));
});
