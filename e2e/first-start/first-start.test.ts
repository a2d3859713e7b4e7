import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDataFolder } from '../../platform/process/data-folder';
import { freePort } from '../../platform/testing/free-port';
import { SignalReceiver } from '../../platform/testing/signal-receiver';
import { processesIn } from '../harness/processes';
import { newFolder, Shop } from '../harness/shop';
import { socketsAreVisible } from '../harness/sockets';
import { onTopology } from '../harness/topologies';
import { checkPermissions, strictShop } from '../permissions/permissions';
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
      ...strictShop,
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
  describe('the permission matrix', () => {
    beforeAll(() => writeFileSync(configFile, 'log: { level: warn, modules: {} }'));
    checkPermissions(running);
  });
});

test('a port in use is one clear message, exit 1, and nothing half started', async () => {
  const dataFolder = newFolder();
  const port = await freePort();
  const squatter = createServer().listen(port, '127.0.0.1');
  try {
    const shop = await Shop.spawn(dataFolder, { ORDERPROCESSING_SERVER_PORT: String(port) });
    expect(await shop.ended()).toBe(1);
    expect(shop.output).toContain(String(port));
    expect(shop.output).not.toContain('    at ');
    expect(processesIn(dataFolder)).toEqual([]);

    // A shop that runs already has the ports, too: its data folder is the better reason.
    const held = openDataFolder(path.join(dataFolder, 'data'));
    const second = await Shop.spawn(dataFolder, { ORDERPROCESSING_SERVER_PORT: String(port) });
    expect(await second.ended()).toBe(1);
    expect(second.output).toContain(`uses its data folder ${held.path} (process ${process.pid}).`);
    held.release();
  } finally {
    squatter.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
});
