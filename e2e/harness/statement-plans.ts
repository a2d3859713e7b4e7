import { Client, type QueryResult } from 'pg';
import type { TestDatabase } from '../../platform/testing/database';
import { type SentStatement, statementsDuring } from '../../platform/testing/statements';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

const noPlan = /^\s*(explain|begin|commit|rollback|set|show|deallocate|savepoint|release)\b/i;

/** The explainable statements of the action. */
export async function plannedDuring(
  { pool }: TestDatabase,
  action: () => Promise<unknown>,
): Promise<SentStatement[]> {
  return (await statementsDuring(pool, action)).filter(({ text }) => !noPlan.test(text));
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

/** The tables that a statement would scan, with these values and with its generic plan. */
export async function tablesReadWhole(
  { url }: TestDatabase,
  statement: SentStatement,
): Promise<string[]> {
  const { name, text, values } = statement;
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = scannedIn(await client.query(`EXPLAIN (FORMAT JSON) ${text}`, [...values]));
    if (name === null) return tables;
    // The plan is generic because there are no values.
    const generic = await client.query(`EXPLAIN (FORMAT JSON, GENERIC_PLAN) ${text}`);
    return [...tables, ...scannedIn(generic)];
  } finally {
    await client.end();
  }
}
