import { describe } from 'vitest';
import { openForFile } from '../../platform/testing/open-for-file';
import { auditHttp } from '../attacks/http-audit';
import { Shop } from '../harness/shop';
import { onEachTopology, runsOn } from '../harness/topologies';
import { followUpOrders } from './after-the-order';
import { browseCatalogue } from './catalogue';
import { watchOrders } from './live-updates';
import { keepPromises } from './order-promises';
import { placeOrders } from './place-order';

/** Journeys that share a shop, because each starts no other than the demo shop. */
onEachTopology((topology) => {
  const shop = openForFile(() => Shop.start({}, null, topology));
  const running = () => shop;

  // First, because answers to who has written are kept by nobody.
  describe.runIf(runsOn('one process', topology))('HTTP', () => auditHttp(running));
  if (runsOn('many processes', topology)) {
    describe('the catalogue', () => browseCatalogue(running, topology));
  }
  describe('orders', () => placeOrders(running));
  describe.runIf(runsOn('many processes', topology))('promises', () => keepPromises(running));
  describe.runIf(runsOn('one process', topology))('after the order', () => followUpOrders(running));
  // It ends a process, so it is the last.
  describe('live updates', () => watchOrders(running, topology));
});
