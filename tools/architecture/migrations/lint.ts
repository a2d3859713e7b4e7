import {
  type Statement,
  statementsOf,
  tableName,
} from '../../../platform/database/migration-statements';
import { breakingRules } from './breaking-rules';
import { History } from './history';
import { lockingRules } from './locking-rules';
import type { Rule } from './rule';

export const rules: readonly Rule[] = [...breakingRules, ...lockingRules];

export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
}

export interface LintOptions {
  /** The migrations in order; a check of the later ones needs the earlier ones. */
  readonly migrations: readonly MigrationFile[];
  readonly isExempt: (name: string) => boolean;
  /** Versions that have been released: a migration may contract what one of them does without. */
  readonly releases: readonly string[];
}

export interface MigrationFault {
  readonly migration: string;
  readonly rule: string;
  readonly text: string;
}

const contractLine = /^-- contract: (?<release>\S+) \S/m;

/** Whether the migration says which release no longer needs what it removes. */
function contracts(sql: string, releases: readonly string[]): boolean {
  const release = contractLine.exec(sql)?.groups?.['release'];
  return release !== undefined && releases.includes(release);
}

const newTablesIn = (statements: readonly Statement[]): Set<string> =>
  new Set(
    statements.flatMap(({ node }) =>
      'CreateStmt' in node ? [tableName(node.CreateStmt.relation)] : [],
    ),
  );

/** The faults of the migrations of a database: none may stop or break the previous version. */
export async function lintMigrations(options: LintOptions): Promise<MigrationFault[]> {
  const history = new History();
  const faults: MigrationFault[] = [];
  for (const { name, sql } of options.migrations) {
    const statements = await statementsOf(sql);
    const nodes = statements.map(({ node }) => node);
    const context = { nodes, newTables: newTablesIn(statements), history };
    const isContraction = contracts(sql, options.releases);
    const held = rules.filter(({ kind }) => !(kind === 'breaks' && isContraction));
    if (!options.isExempt(name)) {
      for (const rule of held) {
        for (const found of new Set(nodes.flatMap((node) => rule.finds(node, context)))) {
          const text = `${found}: ${rule.why} ${rule.instead}`;
          faults.push({ migration: name, rule: rule.name, text });
        }
      }
    }
    history.add(statements);
  }
  return faults;
}
