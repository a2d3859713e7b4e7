import type { AlterTableType, Node } from 'libpg-query';
import {
  dottedName,
  isConcurrent,
  namePartsOf,
  tableCommandsOf,
  tableName,
} from './migration-statements';

/**
 * The lock modes that statements of migrations take, from the weakest.
 * Source: PostgreSQL 17, 13.3.1 "Table-Level Locks"; the test compares them with pg_locks.
 */
const lockModes = [
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

export type LockMode = (typeof lockModes)[number];

/** What other sessions cannot do on the table while the lock is held or waited for. */
export const blockedBy: Readonly<Record<LockMode, string>> = {
  'ROW SHARE': 'nothing',
  'ROW EXCLUSIVE': 'nothing but changes of the same rows',
  'SHARE UPDATE EXCLUSIVE': 'nothing but other migrations and vacuum',
  SHARE: 'writes',
  'SHARE ROW EXCLUSIVE': 'writes',
  'ACCESS EXCLUSIVE': 'reads and writes',
};

export interface Lock {
  readonly table: string;
  readonly mode: LockMode;
}

const weakerCommands: Readonly<Partial<Record<AlterTableType, LockMode>>> = {
  AT_ValidateConstraint: 'SHARE UPDATE EXCLUSIVE',
  AT_SetStatistics: 'SHARE UPDATE EXCLUSIVE',
  AT_SetRelOptions: 'SHARE UPDATE EXCLUSIVE',
  AT_ResetRelOptions: 'SHARE UPDATE EXCLUSIVE',
  AT_ClusterOn: 'SHARE UPDATE EXCLUSIVE',
  AT_EnableTrig: 'SHARE ROW EXCLUSIVE',
  AT_DisableTrig: 'SHARE ROW EXCLUSIVE',
  AT_EnableTrigUser: 'SHARE ROW EXCLUSIVE',
  AT_DisableTrigUser: 'SHARE ROW EXCLUSIVE',
};

/** The tables that foreign keys refer to; adding one locks both sides. */
function referencedIn(node: Node | undefined): string[] {
  if (!node) return [];
  if ('Constraint' in node) {
    const { contype, pktable } = node.Constraint;
    return contype === 'CONSTR_FOREIGN' ? [tableName(pktable)] : [];
  }
  if ('ColumnDef' in node) return (node.ColumnDef.constraints ?? []).flatMap(referencedIn);
  return [];
}

function locksOfAlterTable(node: Node): Lock[] {
  return tableCommandsOf(node).flatMap(({ table, command }) => {
    const referenced = referencedIn(command.def);
    const addsForeignKey = command.subtype === 'AT_AddConstraint' && referenced.length > 0;
    const weaker = command.subtype && weakerCommands[command.subtype];
    const mode = addsForeignKey ? 'SHARE ROW EXCLUSIVE' : (weaker ?? 'ACCESS EXCLUSIVE');
    const others = referenced.map((name) => ({
      table: name,
      mode: 'SHARE ROW EXCLUSIVE' as const,
    }));
    return [{ table, mode }, ...others];
  });
}

function locksOfDrop(node: Node): Lock[] {
  if (!('DropStmt' in node)) return [];
  const { removeType, objects = [] } = node.DropStmt;
  if (isConcurrent(node)) return [];
  if (removeType === 'OBJECT_TRIGGER') {
    return objects.map((object) => ({
      table: namePartsOf(object).slice(0, -1).join('.'),
      mode: 'ACCESS EXCLUSIVE',
    }));
  }
  const locked = ['OBJECT_TABLE', 'OBJECT_INDEX', 'OBJECT_VIEW', 'OBJECT_SEQUENCE'];
  if (!locked.includes(removeType ?? '')) return [];
  // The statement does not say whose index it is.
  const whose = removeType === 'OBJECT_INDEX' ? 'the table of ' : '';
  return objects.map((object) => ({
    table: `${whose}${dottedName(object)}`,
    mode: 'ACCESS EXCLUSIVE',
  }));
}

/** The locks of all other statements, by the relation that the parser names. */
function locksOfOther(node: Node): Lock[] {
  if ('IndexStmt' in node) {
    const { relation, concurrent } = node.IndexStmt;
    return [{ table: tableName(relation), mode: concurrent ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE' }];
  }
  if ('CreateTrigStmt' in node) {
    return [{ table: tableName(node.CreateTrigStmt.relation), mode: 'SHARE ROW EXCLUSIVE' }];
  }
  if ('CreateStmt' in node) {
    const referenced = (node.CreateStmt.tableElts ?? []).flatMap(referencedIn);
    return referenced.map((table) => ({ table, mode: 'SHARE ROW EXCLUSIVE' }));
  }
  if ('RenameStmt' in node && node.RenameStmt.relation) {
    return [{ table: tableName(node.RenameStmt.relation), mode: 'ACCESS EXCLUSIVE' }];
  }
  if ('TruncateStmt' in node) {
    return (node.TruncateStmt.relations ?? []).flatMap((item) =>
      'RangeVar' in item ? [{ table: tableName(item.RangeVar), mode: 'ACCESS EXCLUSIVE' }] : [],
    );
  }
  const written =
    ('UpdateStmt' in node && node.UpdateStmt.relation) ||
    ('InsertStmt' in node && node.InsertStmt.relation) ||
    ('DeleteStmt' in node && node.DeleteStmt.relation);
  return written ? [{ table: tableName(written), mode: 'ROW EXCLUSIVE' }] : [];
}

const strength = (mode: LockMode): number => lockModes.indexOf(mode);

/** The strongest lock that a statement takes on each table that it names, besides new ones. */
export function locksOf(node: Node): Lock[] {
  const byTable = new Map<string, LockMode>();
  for (const { table, mode } of [
    ...locksOfAlterTable(node),
    ...locksOfDrop(node),
    ...locksOfOther(node),
  ]) {
    const before = byTable.get(table);
    if (!before || strength(mode) > strength(before)) byTable.set(table, mode);
  }
  return [...byTable].map(([table, mode]) => ({ table, mode }));
}
