import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { PlaceOrder, Products } from '../../client/src/generated/operations';
import { demoAccount, orderOf } from '../harness/people';
import type { Shop } from '../harness/shop';
import { isConnected, isLoopback, type SeenSocket, socketsOf } from '../harness/sockets';

const pollIntervalMs = 100;
const ordersCount = 5;

/** Looks again and again, and keeps every socket that it ever saw. */
export function watchSockets(pid: number): () => Promise<SeenSocket[]> {
  const seen = new Map<string, SeenSocket>();
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      for (const socket of socketsOf(pid)) seen.set(JSON.stringify(socket), socket);
      await pause(pollIntervalMs);
    }
  })();
  return async () => {
    isOver = true;
    await watching;
    return [...seen.values()];
  };
}

/**
 * Whom a shop talks to while it starts and sells.
 * @param stopWatching what `watchSockets` has seen since it was spawned.
 * @param storePort where it was configured to send its log.
 */
export function checkConnections(
  shop: () => Shop,
  stopWatching: () => Promise<SeenSocket[]>,
  storePort: () => number,
): void {
  test('no process of ours is connected to anything but the others and the store', async () => {
    const customer = await demoAccount(shop().client, 'customer');
    for (let placed = 0; placed < ordersCount; placed += 1) {
      await shop().client.run(Products, { first: 20 });
      const { placeOrder } = await customer.run(PlaceOrder, orderOf([['DEMO-0101', 1]], 'tok_ok'));
      expect(placeOrder).toMatchObject({ status: 'CONFIRMED' });
    }
    const sockets = await stopWatching();
    const served = new Set(
      sockets.filter(({ isListening }) => isListening).map(({ localPort }) => localPort),
    );
    expect(served).toContain(Number(new URL(shop().url).port));
    served.add(storePort());
    const connected = sockets.filter(isConnected);
    expect(connected.length).toBeGreaterThan(0);
    expect(connected.filter((socket) => !isLoopback(socket))).toEqual([]);
    const strange = connected.filter(
      ({ localPort, remotePort }) => !served.has(localPort) && !served.has(remotePort),
    );
    expect(strange).toEqual([]);
  });
}
