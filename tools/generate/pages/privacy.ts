import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isSubgraphName, subgraphNames } from '../../../config/subgraphs';
import { repositoryRoot } from '../../../platform/process/repository-root';
import type { Constant } from './constants';
import { markdownTable } from './marks';
import { fillPlaceholders } from './placeholders';
import { retentionRows } from './retention';
import { type DataKind, dataKinds } from './tables/data-kinds';

/** A column of a Prisma schema. */
export interface Column {
  readonly table: string;
  readonly name: string;
  /** KIND of `// data: KIND` behind the column; undefined without it. */
  readonly kind: string | undefined;
}

const tableName = /@@map\("(\w+)"\)/;
/** `name Type …`; other lines of a model are comments and attributes. */
const fieldStart = /^[a-z]/;
const columnName = /@map\("(\w+)"\)/;
const annotation = /\/\/ data: (\w+)$/;

interface Model {
  readonly name: string;
  readonly body: string;
}

const modelsOf = (schema: string): Model[] =>
  `\n${schema}`
    .split('\nmodel ')
    .slice(1)
    .map((text) => ({
      name: text.slice(0, text.indexOf(' ')),
      body: text.slice(0, text.indexOf('\n}')),
    }));

/** The text of the Prisma schema of each subgraph that has one. */
export function prismaSchemas(): Record<string, string> {
  const fileOf = (name: string) => path.join(repositoryRoot, 'prisma', name, 'schema.prisma');
  const names = subgraphNames.filter((name) => existsSync(fileOf(name)));
  return Object.fromEntries(names.map((name) => [name, readFileSync(fileOf(name), 'utf8')]));
}

/** The columns of a Prisma schema, without relations. */
export function columnsOf(schema: string): Column[] {
  const models = modelsOf(schema);
  const names = new Set(models.map(({ name }) => name));
  return models.flatMap(({ name: model, body }) => {
    const table = tableName.exec(body)?.[1] ?? model;
    return body.split('\n').flatMap((line) => {
      const text = line.trim();
      const [field = '', type = ''] = text.split(' ').filter((word) => word !== '');
      const isColumn = line.startsWith('  ') && fieldStart.test(text);
      if (!isColumn || names.has(type.replace('[]', '').replace('?', ''))) return [];
      const name = columnName.exec(text)?.[1] ?? field;
      return [{ table, name, kind: annotation.exec(text)?.[1] }];
    });
  });
}

/** Columns that do not say what they tell about a person, as `table.column`. */
export const unknownColumns = (columns: readonly Column[]): string[] =>
  columns
    .filter(({ kind }) => kind === undefined || !Object.hasOwn(dataKinds, kind))
    .map(({ table, name }) => `${table}.${name}`);

const inBackticks = (text: string): string => `\`${text}\``;

/** Empty for a table that the page of retention does not have, which a test reports. */
function retentionOf(room: string, table: string, constants: readonly Constant[]): string {
  const rows = isSubgraphName(room) ? retentionRows[room] : [];
  const row = rows.find(({ tables = [] }) => tables.includes(table));
  return row === undefined ? '' : fillPlaceholders(row.retained, row.file, constants);
}

/** The rows of a table: one for each kind of data in it. */
function rowsOf(
  room: string,
  table: string,
  columns: readonly Column[],
  constants: readonly Constant[],
): string[][] {
  const kinds = [...new Set(columns.map(({ kind = '' }) => kind))];
  return kinds.map((kind, index) => [
    index === 0 ? inBackticks(table) : '',
    kind,
    columns
      .filter((column) => column.kind === kind)
      .map(({ name }) => inBackticks(name))
      .join(', '),
    index === 0 ? retentionOf(room, table, constants) : '',
  ]);
}

/** Tables that are kept alike are beside each other: the text is at the first. */
function withoutRepetition(rows: readonly string[][]): string[][] {
  let above = '';
  return rows.map((row) => {
    const retention = row.at(-1) ?? '';
    if (retention === '') return row;
    const isRepeated = retention === above;
    above = retention;
    return isRepeated ? [...row.slice(0, -1), 'as above'] : row;
  });
}

/** @throws Error that names the columns without an annotation. */
function tableOf(room: string, schema: string, constants: readonly Constant[]): string {
  const columns = columnsOf(schema);
  const unknown = unknownColumns(columns);
  if (unknown.length > 0) {
    const kinds = Object.keys(dataKinds).join(', ');
    throw new Error(
      `prisma/${room}/schema.prisma: end the line of ${unknown.join(', ')} with "// data: KIND". The kinds are ${kinds}.`,
    );
  }
  const personal = Map.groupBy(
    columns.filter(({ kind }) => kind !== 'none'),
    ({ table }) => table,
  );
  const rows = withoutRepetition(
    [...personal].flatMap(([table, own]) => rowsOf(room, table, own, constants)),
  );
  const others = new Set(columns.map(({ table }) => table).filter((name) => !personal.has(name)));
  const rest = others.size === 0 ? 'none' : [...others].map(inBackticks).join(', ');
  const heads = ['table', 'kind', 'columns', 'how long'];
  return `## The database of ${room}\n${markdownTable(heads, rows)}\n\nTables with nothing about a person: ${rest}.`;
}

const kindRow = ([kind, { what, why, seenBy, erased }]: [string, DataKind]): string[] => [
  kind,
  what,
  why,
  seenBy,
  erased,
];

/**
 * The generated parts of `docs/privacy.md`.
 * @param schemas the text of the Prisma schema of each room.
 */
export function privacyParts(
  schemas: Readonly<Record<string, string>>,
  constants: readonly Constant[],
): Record<string, string> {
  const kinds = Object.entries(dataKinds).filter(([kind]) => kind !== 'none');
  const heads = ['kind', 'what', 'why', 'who sees it', 'when the account is erased'];
  const databases = Object.entries(schemas).map(([room, schema]) =>
    tableOf(room, schema, constants),
  );
  return { kinds: markdownTable(heads, kinds.map(kindRow)), databases: databases.join('\n\n') };
}
