import { afterAll, beforeAll, describe } from 'vitest';
import { checkAccess } from './accounts/access';
import { checkPrivacy } from './accounts/privacy';
import { Shop } from './harness/shop';
import { onTopology } from './harness/topologies';

/** Journeys that share a shop. */
onTopology('many processes', (topology) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.start({}, null, topology);
  });
  afterAll(() => shop?.close());
  const running = () => shop;

  describe('access', () => checkAccess(running));
  // It kills processes, so it is the last.
  describe('privacy', () => checkPrivacy(running, topology));
});
