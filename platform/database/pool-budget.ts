import { Client } from 'pg';
import { endClient } from './end-client';
import { connectionsMax, connectTimeoutMs } from './pool';

export interface PoolDemand {
  readonly url: string;
  readonly max: number;
}

/** The connections that all pools of a shop want, if each has at most `max`. */
export type PoolDemands = (max: number) => readonly PoolDemand[];

/** Connections that stay free for people, backups and migrations. */
const connectionsReserved = 10;
/** A pool that is chosen is not smaller: the requests of a process would wait for each other. */
const chosenLeast = 3;

function serverOf(url: string): string {
  const { hostname, port, searchParams } = new URL(url);
  return `${searchParams.get('host') ?? hostname}:${searchParams.get('port') ?? port}`;
}

/** The connections that the pools may have on the server of the URL. */
async function budgetOf(url: string): Promise<number> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs });
  // The reason is in the rejection of connect or query; an unhandled event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ max_connections: string }>('SHOW max_connections');
    return Number(rows[0]?.max_connections) - connectionsReserved;
  } finally {
    await endClient(client);
  }
}

async function budgetsOf(demands: readonly PoolDemand[]): Promise<ReadonlyMap<string, number>> {
  const budgets = new Map<string, number>();
  for (const { url } of demands) {
    const server = serverOf(url);
    if (!budgets.has(server)) budgets.set(server, await budgetOf(url));
  }
  return budgets;
}

interface Excess {
  readonly server: string;
  readonly needed: number;
  readonly budget: number;
}

/** The first server that has too few connections; null if each has enough. */
function excessOf(
  demands: readonly PoolDemand[],
  budgets: ReadonlyMap<string, number>,
): Excess | null {
  for (const [server, budget] of budgets) {
    const pools = demands.filter(({ url }) => serverOf(url) === server);
    const needed = pools.reduce((sum, { max }) => sum + max, 0);
    if (needed > budget) return { server, needed, budget };
  }
  return null;
}

const refusal = ({ server, needed, budget }: Excess, advice: string): Error =>
  new Error(
    `The pools want up to ${needed} connections to ${server}, which leaves room for ${budget}` +
      ` (max_connections - 10): ${advice}, or raise max_connections.`,
  );

/**
 * The connections of each pool, so that on each server all pools at their maximum leave ten free:
 * what is set, or at most 8 and as many as the server has room for.
 * @throws Error that names the numbers, or when a server cannot be asked.
 */
export async function poolMaxWithin(set: number | null, demandsOf: PoolDemands): Promise<number> {
  const budgets = await budgetsOf(demandsOf(1));
  if (set !== null) {
    const excess = excessOf(demandsOf(set), budgets);
    if (excess !== null) throw refusal(excess, 'lower database.pool.max');
    return set;
  }
  for (let max = connectionsMax; max >= chosenLeast; max -= 1) {
    if (excessOf(demandsOf(max), budgets) === null) return max;
  }
  const excess = excessOf(demandsOf(chosenLeast), budgets) as Excess;
  throw refusal(excess, 'start fewer instances');
}
