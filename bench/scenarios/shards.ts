import { BenchShop, type Topology } from '../bench-shop';
import { compareShops } from '../compare-shops';
import { clientsOption, secondsOption, topologyOption } from '../options';
import type { Row } from '../result';
import type { Scenario } from '../scenario';
import { startShardServers } from '../shard-servers';

/** The smallest acceptable share of the orders a second with one database. */
const shareMin = 0.8;

const contender = (name: string, isSpread: boolean) => ({
  name,
  start: async (topology: Topology): Promise<BenchShop> =>
    BenchShop.start(topology, [], {}, await startShardServers(isSpread)),
});

/** Statements are counted in the first server only, which has half of them with two databases. */
const withoutStatements = ({ statements, commits, ...row }: Row): Row => row;

/**
 * Compares the orders per second with orders in one database and in two on servers of their own, in
 * turns on two shops of the same machine: the price of a second server, and not what it adds.
 */
export const shards: Scenario = {
  name: 'shards',
  measures: 'orders per second with orders in two databases and in one, on the same cores',
  options: {
    clients: { ...clientsOption, fallback: '8' },
    seconds: secondsOption('seconds of both together', 120),
    topology: topologyOption,
  },
  async run(options, log) {
    const { rows, ...measured } = await compareShops(options, log, {
      measured: contender('two databases', true),
      reference: contender('one database', false),
      shareMin,
    });
    return { ...measured, rows: rows.map(withoutStatements) };
  },
};
