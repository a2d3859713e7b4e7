import { BenchShop, type Topology } from '../bench-shop';
import { newComparison } from '../compare-shops';
import { startTcpServers } from '../tcp-servers';

const countLinks = `
  SELECT ssl, count(*)::int AS count FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
  WHERE datname <> 'postgres' AND backend_type = 'client backend' GROUP BY ssl`;

/** @throws Error if the shop reaches PostgreSQL in another way than is measured. */
async function demandLinks(shop: BenchShop, areEncrypted: boolean): Promise<void> {
  await using connection = await shop.database('postgres');
  const { rows } = await connection.query<{ ssl: boolean; count: number }>(countLinks);
  if (rows.length === 1 && rows[0]?.ssl === areEncrypted) return;
  throw new Error(`The connections to PostgreSQL are ${JSON.stringify(rows)}.`);
}

const contender = (name: string, hasTls: boolean) => ({
  name,
  async start(topology: Topology): Promise<BenchShop> {
    const shop = await BenchShop.start(topology, [], {}, await startTcpServers(hasTls));
    try {
      await demandLinks(shop, hasTls);
    } catch (error) {
      await shop.stop();
      throw error;
    }
    return shop;
  },
});

/**
 * Compares the orders per second with and without TLS on every link where it is optional, in turns
 * on two shops.
 */
export const tls = newComparison(
  {
    name: 'tls',
    measures: 'orders per second with and without TLS to PostgreSQL, Redis, provider and clients',
  },
  {
    measured: contender('with TLS', true),
    reference: contender('without TLS', false),
    shareMin: 0.9,
  },
  'distributed',
);
