import { BenchShop, topologies } from '../bench-shop';
import { compareShops } from '../compare-shops';
import { clientsOption, secondsOption, topologyOption } from '../options';
import type { Scenario } from '../scenario';

/** The smallest acceptable share of the orders a second of the reference. */
const shareMin = 0.8;

/** Orders per second and their CPU in two topologies, in turns on two shops. */
export const processes: Scenario = {
  name: 'processes',
  measures: 'orders per second in two topologies on the same cores, in turns',
  options: {
    topology: { ...topologyOption, fallback: 'distributed' },
    reference: topologyOption,
    clients: clientsOption,
    seconds: secondsOption('seconds of both together', 48),
  },
  run: (options, log) => {
    const contender = (option: string) => {
      const topology = options.oneOf(option, topologies);
      return { name: topology, start: () => BenchShop.start(topology) };
    };
    return compareShops(options, log, {
      measured: contender('topology'),
      reference: contender('reference'),
      shareMin,
    });
  },
};
