import type { QueryResult } from 'pg';
import { withClient } from '../../platform/database/own-connection';
import type { TestDatabase } from '../../platform/testing/database';
import { type SentStatement, statementsDuring } from '../../platform/testing/statements';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
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

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

function nodesIn({ rows }: QueryResult<Record<string, unknown>>): PlanNode[] {
  const plans = rows.flatMap((row) => row['QUERY PLAN'] as { readonly Plan: PlanNode }[]);
  return plans.flatMap(({ Plan }) => nodesOf(Plan));
}

/** What a statement reads. */
export interface StatementReads {
  /** Tables that it reads from end to end. */
  readonly wholeTables: readonly string[];
  readonly indexes: readonly string[];
}

const readsOf = (nodes: readonly PlanNode[]): StatementReads => ({
  wholeTables: nodes.flatMap((node) => {
    const relation = node['Relation Name'];
    return node['Node Type'] === 'Seq Scan' && relation ? [relation] : [];
  }),
  indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
});

/** What a statement would read, with these values and with its generic plan. */
export async function plannedReads(
  { url }: TestDatabase,
  statement: SentStatement,
): Promise<StatementReads> {
  const { name, text, values } = statement;
  return withClient({ connectionString: url }, async (client) => {
    const nodes = nodesIn(await client.query(`EXPLAIN (FORMAT JSON) ${text}`, [...values]));
    if (name === null) return readsOf(nodes);
    // The plan is generic because there are no values.
    const generic = await client.query(`EXPLAIN (FORMAT JSON, GENERIC_PLAN) ${text}`);
    return readsOf([...nodes, ...nodesIn(generic)]);
  });
}

const rowsOf = (node: PlanNode): number =>
  ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) *
  (node['Actual Loops'] ?? 0);

/** How many rows of a table a statement reads, with those that it then leaves out. It is run. */
export async function rowsRead(
  { url }: TestDatabase,
  { text, values }: SentStatement,
  table: string,
): Promise<number> {
  return withClient({ connectionString: url }, async (client) => {
    const explained = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [...values]);
    const scans = nodesIn(explained).filter(
      (node) => node['Relation Name'] === table && node['Node Type'].includes('Scan'),
    );
    return scans.reduce((sum, scan) => sum + rowsOf(scan), 0);
  });
}
