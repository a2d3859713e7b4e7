import { Client, type PoolClient, type QueryConfig, type QueryResult } from 'pg';
import type { TestDatabase } from '../../platform/testing/database';

export interface SeenStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Planned once for all values, and not for these. */
  readonly isPrepared: boolean;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

const noPlan = /^\s*(explain|begin|commit|rollback|set|show|deallocate|savepoint|release)\b/i;

function seenOf([given, values]: readonly unknown[]): SeenStatement | null {
  if (typeof given === 'string') {
    return { text: given, values: Array.isArray(values) ? values : [], isPrepared: false };
  }
  const { text, values: own, name } = given as Partial<QueryConfig<unknown[]>>;
  if (text === undefined) return null;
  const all = own ?? (Array.isArray(values) ? values : []);
  return { text, values: all, isPrepared: name !== undefined };
}

/** Every statement that the pool sends while the action runs, whichever way it is sent. */
export async function statementsDuring(
  { pool }: TestDatabase,
  action: () => Promise<unknown>,
): Promise<SeenStatement[]> {
  const seen: SeenStatement[] = [];
  const restored: (() => void)[] = [];
  const known = new Set<PoolClient>();
  const listen = (client: PoolClient) => {
    if (known.has(client)) return;
    known.add(client);
    const query = client.query;
    const plain = query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      const statement = seenOf(args);
      if (statement && !noPlan.test(statement.text)) seen.push(statement);
      return plain(...args);
    }) as typeof client.query;
    restored.push(() => {
      client.query = query;
    });
  };
  pool.on('acquire', listen);
  try {
    await action();
  } finally {
    pool.off('acquire', listen);
    for (const restore of restored) restore();
  }
  return seen;
}

function scanned(node: PlanNode): string[] {
  const below = (node.Plans ?? []).flatMap(scanned);
  const relation = node['Relation Name'];
  return node['Node Type'] === 'Seq Scan' && relation ? [relation, ...below] : below;
}

function scannedIn({ rows }: QueryResult<Record<string, unknown>>): string[] {
  const plans = rows.flatMap((row) => row['QUERY PLAN'] as { readonly Plan: PlanNode }[]);
  return plans.flatMap(({ Plan }) => scanned(Plan));
}

/** The tables that a statement would read from end to end, with these values and, prepared, any. */
export async function tablesReadWhole(
  { url }: TestDatabase,
  statement: SeenStatement,
): Promise<string[]> {
  const { text, values, isPrepared } = statement;
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = scannedIn(await client.query(`EXPLAIN (FORMAT JSON) ${text}`, [...values]));
    if (!isPrepared) return tables;
    // Without values the parameters stay open, which is what a generic plan is made of.
    const generic = await client.query(`EXPLAIN (FORMAT JSON, GENERIC_PLAN) ${text}`);
    return [...tables, ...scannedIn(generic)];
  } finally {
    await client.end();
  }
}
