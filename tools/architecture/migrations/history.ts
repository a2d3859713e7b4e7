import type { Constraint, Node, TypeName } from 'libpg-query';
import {
  columnOf,
  namePartsOf,
  type Statement,
  type TableCommand,
  tableCommandsOf,
  tableName,
} from '../../../platform/database/migration-statements';

/** A column's type: its name without the schema, and the numbers in its brackets. */
export interface ColumnType {
  readonly name: string;
  readonly sizes: readonly number[];
}

export function typeOf(type: TypeName | undefined): ColumnType {
  const name = type ? (namePartsOf({ TypeName: type }).at(-1) ?? '') : '';
  const sizes = (type?.typmods ?? []).flatMap((node) =>
    'A_Const' in node ? [node.A_Const.ival?.ival ?? 0] : [],
  );
  return { name, sizes };
}

/** The column that `CHECK (column IS NOT NULL)` constrains. */
function neverNull(expression: Node | undefined): string | undefined {
  if (!expression || !('NullTest' in expression)) return undefined;
  const { arg, nulltesttype } = expression.NullTest;
  if (nulltesttype !== 'IS_NOT_NULL' || !arg || !('ColumnRef' in arg)) return undefined;
  const field = arg.ColumnRef.fields?.at(-1);
  return field && namePartsOf(field)[0];
}

/** What earlier migrations say about the schema that a statement changes. */
export class History {
  private readonly types = new Map<string, ColumnType>();
  /** Constraints that are not validated yet, with the column that they keep from being null. */
  private readonly open = new Map<string, string | undefined>();
  private readonly checkedColumns = new Set<string>();

  add(statements: readonly Statement[]): void {
    for (const { node } of statements) {
      this.addTable(node);
      for (const each of tableCommandsOf(node)) this.addCommand(each);
    }
  }

  typeOf(table: string, column: string): ColumnType | undefined {
    return this.types.get(`${table}.${column}`);
  }

  /** Whether a validated constraint keeps the column from being null. */
  isNeverNull(table: string, column: string): boolean {
    return this.checkedColumns.has(`${table}.${column}`);
  }

  private addTable(node: Node): void {
    if (!('CreateStmt' in node)) return;
    const table = tableName(node.CreateStmt.relation);
    for (const item of node.CreateStmt.tableElts ?? []) {
      if (!('ColumnDef' in item)) continue;
      const { colname, typeName } = item.ColumnDef;
      this.types.set(`${table}.${colname}`, typeOf(typeName));
    }
  }

  private addCommand({ table, command }: TableCommand): void {
    const { subtype, def, name = '' } = command;
    const column = columnOf(command);
    if (subtype === 'AT_AddColumn' && column) {
      this.types.set(`${table}.${column.colname}`, typeOf(column.typeName));
    } else if (subtype === 'AT_AlterColumnType' && column) {
      this.types.set(`${table}.${name}`, typeOf(column.typeName));
    } else if (subtype === 'AT_AddConstraint' && def && 'Constraint' in def) {
      this.addConstraint(table, def.Constraint);
    } else if (subtype === 'AT_ValidateConstraint') {
      this.validate(table, name);
    }
  }

  private addConstraint(table: string, constraint: Constraint): void {
    const column = neverNull(constraint.raw_expr);
    if (constraint.skip_validation) this.open.set(`${table}.${constraint.conname}`, column);
    else if (column) this.checkedColumns.add(`${table}.${column}`);
  }

  private validate(table: string, name: string): void {
    const column = this.open.get(`${table}.${name}`);
    if (column) this.checkedColumns.add(`${table}.${column}`);
    this.open.delete(`${table}.${name}`);
  }
}
