import { BenchShop, type Topology } from '../bench-shop';
import { compareShops } from '../compare-shops';
import { clientsOption, secondsOption, topologyOption } from '../options';
import type { Scenario } from '../scenario';

/** The smallest acceptable share of the orders a second without rules on links. */
const shareMin = 0.9;

/** The defaults of production: a shop whose server calls for its buyers has no rule on networks. */
const rulesOnLinks = {
  ORDERPROCESSING_ORDERS_FRAUD_CARD_TESTS_PER_HOUR: '10',
  ORDERPROCESSING_ORDERS_FRAUD_ADDRESS_ACCOUNTS_PER_DAY: '6',
  ORDERPROCESSING_ORDERS_FRAUD_CARD_ACCOUNTS_PER_DAY: '3',
};

const contender = (name: string, settings: Readonly<Record<string, string>>) => ({
  name,
  start: (topology: Topology) => BenchShop.start(topology, [], settings),
});

/** Orders per second with and without the rules that link accounts, in turns on two shops. */
export const links: Scenario = {
  name: 'links',
  measures: 'orders per second with and without the rules that link accounts, in turns',
  options: {
    clients: { ...clientsOption, fallback: '8' },
    seconds: secondsOption('seconds of both together', 120),
    topology: topologyOption,
  },
  run: (options, log) =>
    compareShops(options, log, {
      measured: contender('linked', rulesOnLinks),
      reference: contender('not linked', {}),
      shareMin,
    }),
};
