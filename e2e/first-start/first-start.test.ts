import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { SignalReceiver } from '../../platform/testing/signal-receiver';
import { newFolder, Shop } from '../harness/shop';
import { socketsAreVisible } from '../harness/sockets';
import { onTopology } from '../harness/topologies';
import { checkConnections, watchSockets } from './connections';
import { checkLogs, ownSecrets } from './logs';

/** Journeys that share a shop, from its first start in an empty folder on. */
onTopology('many processes', (topology) => {
  const folder = newFolder();
  const configFile = path.join(folder, 'config.yaml');
  let store: SignalReceiver;
  let shop: Shop;
  let stopWatching: ReturnType<typeof watchSockets> | undefined;

  beforeAll(async () => {
    store = await SignalReceiver.open();
    const settings = {
      ...ownSecrets,
      ORDERPROCESSING_LOG_PRETTY: 'false',
      ORDERPROCESSING_TELEMETRY_LOGS_ENDPOINT: store.url,
      ORDERPROCESSING_TELEMETRY_LOGS_PROTOCOL: topology === 'one process' ? 'otlp' : 'loki',
    };
    writeFileSync(configFile, 'log: { level: trace }');
    shop = await Shop.spawn(folder, settings, topology);
    if (socketsAreVisible) stopWatching = watchSockets(shop.process.pid ?? 0);
    await shop.ready();
  });
  afterAll(async () => {
    await stopWatching?.();
    await shop?.close();
    await store?.close();
  });

  const running = () => shop;

  // First, because it waits for the lines of its own requests.
  describe('its log', () => checkLogs(running, () => store, configFile));
  describe.skipIf(!socketsAreVisible)('its connections', () => {
    const seen = async () => (await stopWatching?.()) ?? [];
    checkConnections(running, seen, () => Number(new URL(store.url).port));
  });
});
