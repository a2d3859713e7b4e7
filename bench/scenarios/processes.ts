import { BenchShop, type Topology } from '../bench-shop';
import { compareShops } from '../compare-shops';
import { clientsOption, secondsOption } from '../options';
import type { Scenario } from '../scenario';

/** The smallest acceptable share of the orders a second of one process. */
const shareMin = 0.8;

const contender = (name: string, topology: Topology) => ({
  name,
  topology,
  start: () => BenchShop.start(topology),
});

/** Orders per second and their CPU as many processes and as one, in turns on two shops. */
export const processes: Scenario = {
  name: 'processes',
  measures: 'orders per second as many processes and as one process, in turns',
  options: {
    clients: clientsOption,
    seconds: secondsOption('seconds of both together', 48),
  },
  run: (options, log) =>
    compareShops(options, log, {
      measured: contender('many processes', 'distributed'),
      reference: contender('one process', 'one-process'),
      shareMin,
    }),
};
