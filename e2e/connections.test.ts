import { globSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { PlaceOrderDocument, ProductsDocument } from '../client/documents';
import { repositoryRoot } from '../platform/process/repository-root';
import { loadOrder } from './harness/load-order';
import { demoAccount, orderOf } from './harness/people';
import { newFolder, Shop } from './harness/shop';
import {
  isConnected,
  isLoopback,
  type SeenSocket,
  socketsAreVisible,
  socketsOf,
} from './harness/sockets';
import { onEachTopology } from './harness/topologies';

const lookEveryMs = 100;
const ordersCount = 5;
const journeyDeadlineMs = 240_000;

/** Looks again and again, and keeps every socket that it ever saw. */
function watchSockets(pid: number): () => Promise<SeenSocket[]> {
  const seen = new Map<string, SeenSocket>();
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      for (const socket of socketsOf(pid)) seen.set(JSON.stringify(socket), socket);
      await pause(lookEveryMs);
    }
  })();
  return async () => {
    isOver = true;
    await watching;
    return [...seen.values()];
  };
}

describe.skipIf(!socketsAreVisible)('while it starts and sells', () => {
  onEachTopology((topology) => {
    let shop: Shop | undefined;
    afterEach(() => shop?.close());

    test(
      'no process of ours is connected to anything but the other processes of ours',
      async () => {
        shop = await Shop.spawn(newFolder(), {}, topology);
        const stopWatching = watchSockets(shop.process.pid ?? 0);
        await shop.ready();
        const customer = await demoAccount(shop.client, 'customer');
        for (let placed = 0; placed < ordersCount; placed += 1) {
          await shop.client.run(ProductsDocument, { first: 20 });
          const { placeOrder } = await customer.run(
            PlaceOrderDocument,
            orderOf([['DEMO-0101', 1]], 'tok_ok'),
          );
          expect(placeOrder).toMatchObject({ status: 'CONFIRMED' });
        }
        const sockets = await stopWatching();
        const served = new Set(
          sockets.filter(({ isListening }) => isListening).map(({ localPort }) => localPort),
        );
        expect(served).toContain(Number(new URL(shop.url).port));
        const connected = sockets.filter(isConnected);
        expect(connected.length).toBeGreaterThan(0);
        expect(connected.filter((socket) => !isLoopback(socket))).toEqual([]);
        const strange = connected.filter(
          ({ localPort, remotePort }) => !served.has(localPort) && !served.has(remotePort),
        );
        expect(strange).toEqual([]);
      },
      journeyDeadlineMs,
    );
  });
});

describe('the telemetry of @apollo/gateway', () => {
  // The topologies are loaded by `start` once it knows which: each begins a load of its own.
  const entries = globSync(['cli/*.ts', 'cli/topology/*.ts', '**/main.ts'], {
    cwd: repositoryRoot,
    exclude: (name) => /node_modules|dist|\.data|\.test\.ts$/.test(name),
  });
  const loading = entries.map((entry) => ({
    entry,
    order: loadOrder(path.join(repositoryRoot, entry)),
  }));
  const affected = loading.filter(({ order }) => order.includes('@apollo/gateway'));

  test('is loaded by some command, or this test would see nothing', () => {
    expect(affected.map(({ entry }) => entry)).toContain('gateway/main.ts');
    expect(affected.map(({ entry }) => entry)).toContain('cli/topology/one-process.ts');
  });

  test.each(affected)('is off before $entry loads the package', ({ order }) => {
    const off = order.indexOf(path.join(repositoryRoot, 'platform/config/telemetry-off.ts'));
    expect(off).toBeGreaterThan(-1);
    expect(off).toBeLessThan(order.indexOf('@apollo/gateway'));
  });
});
