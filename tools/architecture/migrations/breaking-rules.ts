import type { Node, ObjectType } from 'libpg-query';
import {
  columnOf,
  dottedName,
  tableCommandsOf,
  tableName,
} from '../../../platform/database/migration-statements';
import type { Rule } from './rule';

const inTwoReleases =
  'Release code that no longer uses it first. Then drop it in a migration with a line ' +
  '`-- contract: RELEASE REASON`, where RELEASE is the first that does without.';

const dropped: readonly ObjectType[] = [
  'OBJECT_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_TYPE',
  'OBJECT_DOMAIN',
  'OBJECT_FUNCTION',
  'OBJECT_PROCEDURE',
  'OBJECT_SEQUENCE',
  'OBJECT_SCHEMA',
];

/** Objects whose names no statement of the code contains. */
const renamedFreely: readonly ObjectType[] = [
  'OBJECT_INDEX',
  'OBJECT_TABCONSTRAINT',
  'OBJECT_TRIGGER',
  'OBJECT_ROLE',
];

function renamedIn(node: Node): string[] {
  if ('RenameStmt' in node) {
    const { renameType, relation, object, subname, newname } = node.RenameStmt;
    if (!renameType || renamedFreely.includes(renameType)) return [];
    const of = relation ? tableName(relation) : object ? dottedName(object) : '';
    return [`${subname ? `${of}.${subname}` : of} to ${newname}`];
  }
  if ('AlterEnumStmt' in node && node.AlterEnumStmt.oldVal) {
    return [`${node.AlterEnumStmt.oldVal} to ${node.AlterEnumStmt.newVal}`];
  }
  if ('AlterObjectSchemaStmt' in node) {
    const { relation, newschema } = node.AlterObjectSchemaStmt;
    return [`${tableName(relation)} to the schema ${newschema}`];
  }
  return [];
}

/** Whether a column gets a value when a statement does not name it. */
const isFilled = (constraints: readonly Node[]): boolean =>
  constraints.some(
    (node) =>
      'Constraint' in node &&
      ['CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_IDENTITY'].includes(
        node.Constraint.contype ?? '',
      ),
  );

const isRequired = (constraints: readonly Node[]): boolean =>
  constraints.some(
    (node) =>
      'Constraint' in node &&
      ['CONSTR_NOTNULL', 'CONSTR_PRIMARY'].includes(node.Constraint.contype ?? ''),
  );

/**
 * Statements on which the previous version would fail: it still runs while this one is rolled out.
 */
export const breakingRules: readonly Rule[] = [
  {
    name: 'drop-column',
    kind: 'breaks',
    why: 'The previous version still reads and writes the column.',
    instead: inTwoReleases,
    finds: (node, { newTables }) =>
      tableCommandsOf(node).flatMap(({ table, command }) =>
        command.subtype === 'AT_DropColumn' && !newTables.has(table)
          ? [`${table}.${command.name}`]
          : [],
      ),
  },
  {
    name: 'drop-object',
    kind: 'breaks',
    why: 'The previous version still uses the table, view, type, function, sequence or schema.',
    instead: inTwoReleases,
    finds: (node) => {
      if (!('DropStmt' in node)) return [];
      const { removeType, objects = [] } = node.DropStmt;
      return removeType && dropped.includes(removeType) ? objects.map(dottedName) : [];
    },
  },
  {
    name: 'rename',
    kind: 'breaks',
    why: 'The previous version uses the old name.',
    instead:
      'Add the new one beside it, write both, fill it in the background, read the new one in the ' +
      'next release, and drop the old one in the release after that.',
    finds: renamedIn,
  },
  {
    name: 'required-column',
    kind: 'breaks',
    why: 'Inserts of the previous version do not name the column, and existing rows have no value.',
    instead:
      'Give it a constant default, or add it without NOT NULL, fill it in the background, and set ' +
      'NOT NULL in a later release.',
    finds: (node, { newTables }) =>
      tableCommandsOf(node).flatMap(({ table, command }) => {
        const { colname, constraints = [] } = columnOf(command) ?? {};
        const isAdded = command.subtype === 'AT_AddColumn' && !newTables.has(table);
        return isAdded && isRequired(constraints) && !isFilled(constraints)
          ? [`${table}.${colname}`]
          : [];
      }),
  },
  {
    name: 'drop-default',
    kind: 'breaks',
    why: 'Inserts of the previous version rely on the default.',
    instead: inTwoReleases,
    finds: (node, { newTables }) =>
      tableCommandsOf(node).flatMap(({ table, command }) =>
        command.subtype === 'AT_ColumnDefault' && !command.def && !newTables.has(table)
          ? [`${table}.${command.name}`]
          : [],
      ),
  },
  {
    name: 'truncate',
    kind: 'breaks',
    why: 'The previous version still needs the rows, and every read and write waits for it.',
    instead: inTwoReleases,
    finds: (node) =>
      'TruncateStmt' in node
        ? (node.TruncateStmt.relations ?? []).flatMap((item) =>
            'RangeVar' in item ? [tableName(item.RangeVar)] : [],
          )
        : [],
  },
];
