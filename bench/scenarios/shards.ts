import { BenchShop, type Topology } from '../bench-shop';
import { newComparison } from '../compare-shops';
import type { Row } from '../result';
import type { Scenario } from '../scenario';
import { startShardServers } from '../shard-servers';

const contender = (name: string, isSpread: boolean) => ({
  name,
  start: async (topology: Topology): Promise<BenchShop> =>
    BenchShop.start(topology, [], {}, await startShardServers(isSpread)),
});

const compared = newComparison(
  {
    name: 'shards',
    measures: 'orders per second with orders in two databases and in one, on the same cores',
  },
  {
    measured: contender('two databases', true),
    reference: contender('one database', false),
    shareMin: 0.8,
  },
);

/** Statements are counted in the first server only, which has half of them with two databases. */
const withoutStatements = ({ statements, commits, ...row }: Row): Row => row;

/**
 * Compares the orders per second with orders in one database and in two on servers of their own, in
 * turns on two shops of the same machine: the price of a second server, and not what it adds.
 */
export const shards: Scenario = {
  ...compared,
  async run(options, log) {
    const { rows, ...measured } = await compared.run(options, log);
    return { ...measured, rows: rows.map(withoutStatements) };
  },
};
