import { BenchShop, type Topology } from '../bench-shop';
import { compareShops } from '../compare-shops';
import { clientsOption, secondsOption, topologyOption } from '../options';
import type { Scenario } from '../scenario';

/** The smallest acceptable share of the orders a second without encryption. */
const shareMin = 0.95;

const contender = (name: string, atRest: boolean) => ({
  name,
  start: (topology: Topology) =>
    BenchShop.start(topology, [], { ORDERPROCESSING_ENCRYPTION_AT_REST: String(atRest) }),
});

/** Orders per second with and without encryption of personal data, in turns on two shops. */
export const encryption: Scenario = {
  name: 'encryption',
  measures: 'orders per second with and without encryption of personal data, in turns',
  options: {
    clients: { ...clientsOption, fallback: '8' },
    seconds: secondsOption('seconds of both together', 120),
    topology: topologyOption,
  },
  run: (options, log) =>
    compareShops(options, log, {
      measured: contender('encrypted', true),
      reference: contender('in plain text', false),
      shareMin,
    }),
};
