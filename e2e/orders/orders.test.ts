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
import { patientShop, raceForUnits } from './two-buyers-one-item';

/** Journeys that share a shop, because each starts no other than the demo shop. */
onEachTopology((topology) => {
  const hasRace = runsOn('many processes', topology);
  const shop = openForFile(() => Shop.start(hasRace ? patientShop : {}, null, topology));

  // First, because answers to who has written are kept by nobody.
  describe.runIf(runsOn('one process', topology))('HTTP', () => auditHttp(() => shop));
  if (runsOn('many processes', topology)) {
    describe('the catalogue', () => browseCatalogue(shop, topology));
  }
  describe('orders', () => placeOrders(shop));
  describe.runIf(runsOn('many processes', topology))('promises', () => keepPromises(shop));
  describe.runIf(runsOn('one process', topology))('after the order', () => followUpOrders(shop));
  describe.runIf(hasRace)('the last units', () => raceForUnits(shop, topology));
  // It ends a process, so it is the last.
  describe('live updates', () => watchOrders(shop, topology));
});
