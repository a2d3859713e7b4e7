import { queryOnce } from './own-connection';
import { connectionsMax } from './pool';

export interface PoolDemand {
  readonly url: string;
  readonly max: number;
}

/**
 * The connections to a database: those of its pool, and those that are opened beside it. A pooler has
 * a limit of its own for the pool, and none of the others, which `directUrl` leads past it.
 */
export const demandOf = (
  url: string,
  directUrl: string | null,
  pooled: number,
  direct: number,
): PoolDemand =>
  directUrl === null ? { url, max: pooled + direct } : { url: directUrl, max: direct };

/** The connections that all pools of a shop want, if each has at most `max`. */
export type PoolDemands = (max: number) => readonly PoolDemand[];

/** Connections that stay free for people, backups and migrations. */
export const connectionsReserved = 10;
/** A pool that is chosen is not smaller: the requests of a process would wait for each other. */
const chosenLeast = 3;

function serverOf(url: string): string {
  const { hostname, port, searchParams } = new URL(url);
  return `${searchParams.get('host') ?? hostname}:${searchParams.get('port') ?? port}`;
}

/** The connections that a server has for pools. */
type BudgetOf = (url: string) => Promise<number>;

const budgetOfAll: BudgetOf = async (url) => {
  const [shown] = await queryOnce<{ max_connections: string }>(url, 'SHOW max_connections');
  return Number(shown?.max_connections) - connectionsReserved;
};

const budgetLeft: BudgetOf = async (url) => {
  const [found] = await queryOnce<{ left: number }>(
    url,
    `SELECT (current_setting('max_connections')::int - sum(numbackends))::int AS left
      FROM pg_stat_database`,
  );
  // One of them is that of this question.
  return Number(found?.left) + 1 - connectionsReserved;
};

async function budgetsOf(
  demands: readonly PoolDemand[],
  budgetOf: BudgetOf,
): Promise<ReadonlyMap<string, number>> {
  const budgets = new Map<string, number>();
  for (const { url } of demands) {
    const server = serverOf(url);
    if (!budgets.has(server)) budgets.set(server, await budgetOf(url));
  }
  return budgets;
}

/** The pools want more connections than a server has for them. */
export class TooFewConnectionsError extends Error {
  override readonly name = 'TooFewConnectionsError';
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

const refusal = ({ server, needed, budget }: Excess, inUse: string, advice: string): Error =>
  new TooFewConnectionsError(
    `The pools want up to ${needed} connections to ${server}, which leaves room for ${budget}` +
      ` (max_connections - 10${inUse}): ${advice}, or raise max_connections.`,
  );

async function poolMaxIn(
  budgetOf: BudgetOf,
  inUse: string,
  set: number | null,
  demandsOf: PoolDemands,
): Promise<number> {
  const budgets = await budgetsOf(demandsOf(1), budgetOf);
  if (set !== null) {
    const excess = excessOf(demandsOf(set), budgets);
    if (excess !== null) throw refusal(excess, inUse, 'lower database.pool.max');
    return set;
  }
  for (let max = connectionsMax; max >= chosenLeast; max -= 1) {
    if (excessOf(demandsOf(max), budgets) === null) return max;
  }
  const excess = excessOf(demandsOf(chosenLeast), budgets) as Excess;
  throw refusal(excess, inUse, 'start fewer instances');
}

/**
 * The connections of each pool, so that on each server all pools at their maximum leave ten free:
 * what is set, or at most 8 and as many as the server has room for.
 * @throws Error that names the numbers, or when a server cannot be asked.
 */
export const poolMaxWithin = (set: number | null, demandsOf: PoolDemands): Promise<number> =>
  poolMaxIn(budgetOfAll, '', set, demandsOf);

/**
 * The same for a process that is started by itself, and cannot know the others: the connections
 * that are open now count as theirs.
 * @throws TooFewConnectionsError that names the numbers, or the error of a server that cannot be
 * asked.
 */
export const poolMaxLeft = (set: number | null, demandsOf: PoolDemands): Promise<number> =>
  poolMaxIn(budgetLeft, ' - those that are open', set, demandsOf);
