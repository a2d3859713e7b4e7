import { afterAll, beforeAll, describe } from 'vitest';
import { Shop } from '../harness/shop';
import { onTopology } from '../harness/topologies';
import { checkImports, checkImportsAlone } from './import';
import { checkTables, checkUnchanged, checkUnchangedWhenStopped } from './unchanged';
import { checkVerify } from './verify';

/** Journeys of commands that share a shop. */
onTopology('one process', (topology) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.start({}, null, topology);
  });
  afterAll(() => shop?.close());
  const running = () => shop;
  // A shop in one process refuses what needs many.
  const isOne = topology === 'one process';

  // First, because others leave something to do.
  describe.runIf(isOne)('with nothing to do', () => checkUnchanged(running));
  describe('imports', () => checkImports(running));
  // It damages the shop.
  describe('verify', () => checkVerify(running, topology));
  describe.runIf(isOne)('with nothing to do in a shop that is stopped', () =>
    checkUnchangedWhenStopped(running),
  );
});

describe('imports without a shop', checkImportsAlone);
describe('the tables of commands', checkTables);
