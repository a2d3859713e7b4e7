import type { AlterTableCmd, ColumnDef, Node, RangeVar } from 'libpg-query';

/** A statement of a migration, as PostgreSQL's own parser reads it. */
export interface Statement {
  readonly text: string;
  readonly node: Node;
}

/**
 * The statements of a file.
 * @throws Error with PostgreSQL's message if the text is not SQL.
 */
export async function statementsOf(sql: string): Promise<Statement[]> {
  // Loaded on use, because the parser takes 60 MB and most starts have nothing to migrate.
  const { parse } = await import('libpg-query');
  const { stmts = [] } = await parse(sql);
  // The parser counts bytes.
  const bytes = Buffer.from(sql);
  return stmts.flatMap(({ stmt, stmt_location: start = 0, stmt_len: length }) => {
    const end = length ? start + length : bytes.length;
    return stmt ? [{ text: bytes.subarray(start, end).toString('utf8').trim(), node: stmt }] : [];
  });
}

/** `users`, or `pgboss.job` outside the default schema. */
export const tableName = ({ schemaname, relname = '' }: RangeVar = {}): string =>
  schemaname && schemaname !== 'public' ? `${schemaname}.${relname}` : relname;

const stringIn = (node: Node): string | undefined =>
  'String' in node ? node.String.sval : undefined;

/** The parts of a name: `[schema, table]` of a table, `[table, trigger]` of a trigger. */
export function namePartsOf(node: Node): string[] {
  if ('List' in node) return (node.List.items ?? []).flatMap((item) => stringIn(item) ?? []);
  if ('TypeName' in node)
    return (node.TypeName.names ?? []).flatMap((item) => stringIn(item) ?? []);
  if ('ObjectWithArgs' in node) {
    return (node.ObjectWithArgs.objname ?? []).flatMap((item) => stringIn(item) ?? []);
  }
  return [stringIn(node) ?? ''];
}

export const dottedName = (node: Node): string =>
  namePartsOf(node)
    .filter((part) => part !== 'public')
    .join('.');

export interface TableCommand {
  readonly table: string;
  readonly command: AlterTableCmd;
}

/** The actions of an ALTER TABLE; none for another statement. */
export function tableCommandsOf(node: Node): TableCommand[] {
  if (!('AlterTableStmt' in node) || node.AlterTableStmt.objtype !== 'OBJECT_TABLE') return [];
  const table = tableName(node.AlterTableStmt.relation);
  return (node.AlterTableStmt.cmds ?? []).flatMap((item) =>
    'AlterTableCmd' in item ? [{ table, command: item.AlterTableCmd }] : [],
  );
}

/** The column that an action adds or changes. */
export const columnOf = ({ def }: AlterTableCmd): ColumnDef | undefined =>
  def && 'ColumnDef' in def ? def.ColumnDef : undefined;

/** Whether a statement cannot run in a transaction, so that the migration resumes after a crash. */
export const isConcurrent = (node: Node): boolean =>
  ('IndexStmt' in node && node.IndexStmt.concurrent === true) ||
  ('DropStmt' in node && node.DropStmt.concurrent === true);
