import type { AlterTableType, Constraint, Node } from 'libpg-query';
import {
  columnOf,
  dottedName,
  isConcurrent,
  namePartsOf,
  type TableCommand,
  tableCommandsOf,
  tableName,
} from '../../../platform/database/migration-statements';
import { type ColumnType, typeOf } from './history';
import type { Rule, RuleContext } from './rule';

/** The actions on tables that were there before the migration. */
const onExisting = (node: Node, { newTables }: RuleContext): TableCommand[] =>
  tableCommandsOf(node).filter(({ table }) => !newTables.has(table));

const withSubtype = (node: Node, context: RuleContext, subtypes: readonly AlterTableType[]) =>
  onExisting(node, context).filter(
    ({ command }) => command.subtype && subtypes.includes(command.subtype),
  );

const constraintIn = (node: Node | undefined): Constraint | undefined =>
  node && 'Constraint' in node ? node.Constraint : undefined;

/** Constraints that an action adds, by itself or with a column. */
function addedConstraints({ command }: TableCommand): Constraint[] {
  const { subtype, def } = command;
  if (subtype === 'AT_AddConstraint') return [constraintIn(def) ?? []].flat();
  if (subtype !== 'AT_AddColumn') return [];
  return (columnOf(command)?.constraints ?? []).flatMap((node) => constraintIn(node) ?? []);
}

const isScanned = ({ contype, skip_validation }: Constraint): boolean =>
  (contype === 'CONSTR_CHECK' || contype === 'CONSTR_FOREIGN') && !skip_validation;

const isIndexed = ({ contype, indexname }: Constraint): boolean =>
  ['CONSTR_UNIQUE', 'CONSTR_PRIMARY', 'CONSTR_EXCLUSION'].includes(contype ?? '') && !indexname;

/** Functions with one value for the whole statement; others are computed for each row. */
const steadyFunctions = new Set(['now', 'transaction_timestamp', 'statement_timestamp']);

function isVolatile(expression: Node | undefined): boolean {
  if (!expression) return false;
  if ('FuncCall' in expression) {
    return !steadyFunctions.has(expression.FuncCall.funcname?.flatMap(namePartsOf).at(-1) ?? '');
  }
  return Object.values(expression).some((body) => nestedIn(body).some(isVolatile));
}

/** The nodes directly below a node. */
function nestedIn(body: object): Node[] {
  return Object.values(body)
    .flat()
    .filter((value): value is Node => typeof value === 'object' && value !== null);
}

const filledByRewrite = (constraint: Constraint): boolean =>
  constraint.contype === 'CONSTR_IDENTITY' ||
  constraint.contype === 'CONSTR_GENERATED' ||
  (constraint.contype === 'CONSTR_DEFAULT' && isVolatile(constraint.raw_expr));

const serial = /^(small|big)?serial$|^serial[248]$/;

const nothing: ColumnType = { name: '', sizes: [] };

/** Whether each value stays as it is stored. Source: PostgreSQL 17, ALTER TABLE, Notes. */
function keepsValues(from: ColumnType = nothing, to: ColumnType): boolean {
  if (from.name === 'varchar' && (to.name === 'text' || to.name === 'varchar')) {
    const [longest = Number.POSITIVE_INFINITY] = to.sizes;
    return longest >= (from.sizes[0] ?? Number.POSITIVE_INFINITY);
  }
  if (from.name !== 'numeric' || to.name !== 'numeric') return false;
  if (to.sizes.length === 0) return true;
  const [digits = 0, decimals = 0] = from.sizes;
  return from.sizes.length > 0 && decimals === (to.sizes[1] ?? 0) && (to.sizes[0] ?? 0) >= digits;
}

const changedTables = (node: Node): string[] => {
  const relation =
    ('UpdateStmt' in node && node.UpdateStmt.relation) ||
    ('DeleteStmt' in node && node.DeleteStmt.relation);
  return relation ? [tableName(relation)] : [];
};

const rewriting: readonly AlterTableType[] = [
  'AT_SetLogged',
  'AT_SetUnLogged',
  'AT_SetTableSpace',
  'AT_SetAccessMethod',
];

/** Statements for which other sessions wait the longer, the larger the table is. */
export const lockingRules: readonly Rule[] = [
  {
    name: 'create-index',
    kind: 'locks',
    why: 'Writes to the table wait until the index is built.',
    instead: 'CREATE INDEX CONCURRENTLY, in a migration of its own.',
    finds: (node, { newTables }) => {
      if (!('IndexStmt' in node) || node.IndexStmt.concurrent) return [];
      const table = tableName(node.IndexStmt.relation);
      return newTables.has(table) ? [] : [table];
    },
  },
  {
    name: 'drop-index',
    kind: 'locks',
    why: 'Reads and writes of the table wait for it, and it waits for every open transaction.',
    instead: 'DROP INDEX CONCURRENTLY, in a migration of its own.',
    finds: (node) =>
      'DropStmt' in node && node.DropStmt.removeType === 'OBJECT_INDEX' && !node.DropStmt.concurrent
        ? (node.DropStmt.objects ?? []).map(dottedName)
        : [],
  },
  {
    name: 'unique-constraint',
    kind: 'locks',
    why: 'Reads and writes of the table wait until the index behind the constraint is built.',
    instead: 'CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … USING INDEX.',
    finds: (node, context) =>
      onExisting(node, context).flatMap((each) =>
        addedConstraints(each).some(isIndexed) ? [each.table] : [],
      ),
  },
  {
    name: 'validated-constraint',
    kind: 'locks',
    why: 'Writes to the table wait until every row has been checked.',
    instead: 'ADD CONSTRAINT … NOT VALID, and VALIDATE CONSTRAINT in the next migration.',
    finds: (node, context) =>
      onExisting(node, context).flatMap((each) =>
        addedConstraints(each).some(isScanned) ? [each.table] : [],
      ),
  },
  {
    name: 'validate-later',
    kind: 'locks',
    why: 'The lock of ADD CONSTRAINT is held while VALIDATE CONSTRAINT checks every row.',
    instead: 'VALIDATE CONSTRAINT in the next migration.',
    finds: (node, context) =>
      withSubtype(node, context, ['AT_ValidateConstraint']).flatMap(({ table, command }) => {
        const added = context.nodes.flatMap(tableCommandsOf).some((other) => {
          const name = constraintIn(other.command.def)?.conname;
          return other.table === table && name === command.name;
        });
        return added ? [`${table}.${command.name}`] : [];
      }),
  },
  {
    name: 'set-not-null',
    kind: 'locks',
    why: 'Reads and writes of the table wait until every row has been checked.',
    instead:
      'Add CHECK (column IS NOT NULL) NOT VALID, validate it in the next migration, and SET NOT ' +
      'NULL after that: then PostgreSQL relies on the constraint.',
    finds: (node, context) =>
      withSubtype(node, context, ['AT_SetNotNull']).flatMap(({ table, command }) =>
        context.history.isNeverNull(table, command.name ?? '') ? [] : [`${table}.${command.name}`],
      ),
  },
  {
    name: 'column-type',
    kind: 'locks',
    why: 'Reads and writes of the table wait while it is rewritten.',
    instead:
      'Add a column of the new type, write both, fill it in the background, and read it in the ' +
      'next release. A longer varchar, varchar to text, and more digits of numeric are fine.',
    finds: (node, context) =>
      withSubtype(node, context, ['AT_AlterColumnType']).flatMap(({ table, command }) => {
        const { name = '' } = command;
        const from = context.history.typeOf(table, name);
        return keepsValues(from, typeOf(columnOf(command)?.typeName)) ? [] : [`${table}.${name}`];
      }),
  },
  {
    name: 'computed-column',
    kind: 'locks',
    why: 'The value differs by row, so the table is rewritten while reads and writes wait.',
    instead: 'Add the column without a default, set the default, and fill it in the background.',
    finds: (node, context) =>
      withSubtype(node, context, ['AT_AddColumn']).flatMap((each) => {
        const { colname, typeName } = columnOf(each.command) ?? {};
        const isComputed =
          serial.test(typeOf(typeName).name) || addedConstraints(each).some(filledByRewrite);
        return isComputed ? [`${each.table}.${colname}`] : [];
      }),
  },
  {
    name: 'table-rewrite',
    kind: 'locks',
    why: 'Reads and writes of the table wait while it is rewritten.',
    instead: 'Copy the rows to a new table in the background, or plan a downtime.',
    finds: (node, context) => [
      ...withSubtype(node, context, rewriting).map(({ table }) => table),
      ...('ClusterStmt' in node ? [tableName(node.ClusterStmt.relation)] : []),
      ...('VacuumStmt' in node ? ['VACUUM'] : []),
      ...('ReindexStmt' in node ? ['REINDEX'] : []),
    ],
  },
  {
    name: 'lock-table',
    kind: 'locks',
    why: 'The lock is held until the migration ends.',
    instead: 'Write the migration so that it needs no lock.',
    finds: (node) => ('LockStmt' in node ? ['LOCK TABLE'] : []),
  },
  {
    name: 'backfill',
    kind: 'locks',
    why: 'Every changed row stays locked until the migration ends, and the table doubles in size.',
    instead: 'Fill in the background, a few thousand rows a transaction.',
    finds: (node, { newTables }) => changedTables(node).filter((table) => !newTables.has(table)),
  },
  {
    name: 'concurrently-alone',
    kind: 'resumes',
    why: 'CONCURRENTLY runs without a transaction, so the rest of the file would be done by halves.',
    instead: 'A migration with statements CONCURRENTLY only, each with the name of its index.',
    finds: (node, { nodes }) => {
      if (!nodes.some(isConcurrent)) return [];
      if (!isConcurrent(node)) return ['beside a statement CONCURRENTLY'];
      return 'IndexStmt' in node && !node.IndexStmt.idxname ? ['an index without a name'] : [];
    },
  },
];
