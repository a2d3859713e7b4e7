import type { Gauge, Registry } from 'prom-client';
import { queryAtScrape } from '../telemetry/at-scrape';
import { gaugeIn } from '../telemetry/instruments';
import type { Logger } from '../telemetry/logger';
import type { NamedDatabases } from './metrics';

/**
 * Pages and rows as of the last VACUUM or ANALYZE, from the catalog: reading the sizes of files
 * would wait for each lock of a migration. Tables of pg-boss count as one.
 */
const tablesNow = `SELECT name AS "table", sum(live)::float8 AS rows, sum(dead)::float8 AS "deadRows",
    sum(pages)::float8 * current_setting('block_size')::int AS bytes
  FROM (
    SELECT CASE s.schemaname WHEN 'public' THEN s.relname ELSE s.schemaname END AS name,
      GREATEST(c.reltuples, 0) AS live, s.n_dead_tup AS dead,
      c.relpages + COALESCE(t.relpages, 0) + COALESCE((
        SELECT sum(i.relpages) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
        WHERE x.indrelid IN (c.oid, c.reltoastrelid)), 0) AS pages
    FROM pg_stat_user_tables s
    JOIN pg_class c ON c.oid = s.relid
    LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
  ) AS tables GROUP BY name`;

/** PostgreSQL refuses writes at 2 billion; autovacuum begins to freeze at 200 million. */
const unfrozenNow = `SELECT GREATEST(age(datfrozenxid), mxid_age(datminmxid))::float8 AS transactions
  FROM pg_database WHERE datname = current_database()`;

interface TableFigures {
  readonly table: string;
  readonly rows: number;
  readonly deadRows: number;
  readonly bytes: number;
}

interface DatabaseFigures {
  readonly tables: readonly TableFigures[];
  readonly transactions: number;
}

type Figure = (figures: DatabaseFigures) => readonly (readonly [Record<string, string>, number])[];

const ofTables =
  (column: 'rows' | 'deadRows' | 'bytes'): Figure =>
  ({ tables }) =>
    tables.map((one) => [{ table: one.table }, one[column]]);

const metrics: readonly (readonly [name: string, help: string, labels: string[], Figure])[] = [
  [
    'database_table_bytes',
    'Bytes of a table with its indexes at the last vacuum, by room and table.',
    ['room', 'table'],
    ofTables('bytes'),
  ],
  [
    'database_table_rows',
    'Rows of a table at the last vacuum, by room and table.',
    ['room', 'table'],
    ofTables('rows'),
  ],
  [
    'database_table_dead_rows',
    'Outdated row versions that autovacuum has not removed yet, by room and table.',
    ['room', 'table'],
    ofTables('deadRows'),
  ],
  [
    'database_unfrozen_transactions',
    'Transactions since the oldest row that vacuum has not frozen, by room.',
    ['room'],
    ({ transactions }) => [[{}, transactions]],
  ],
];

/** Sizes and the work of autovacuum, read at a scrape. */
export function measureTables(registry: Registry, databases: NamedDatabases, logger: Logger): void {
  const questions = Object.entries(databases).map(([room, pool]) => {
    const read = async (): Promise<DatabaseFigures> => {
      const tables = await pool.query<TableFigures>({ name: 'table-figures', text: tablesNow });
      const unfrozen = await pool.query<{ transactions: number }>({
        name: 'unfrozen-transactions',
        text: unfrozenNow,
      });
      return { tables: tables.rows, transactions: unfrozen.rows[0]?.transactions ?? 0 };
    };
    return { room, ask: queryAtScrape(read, 'database_tables', logger) };
  });
  for (const [name, help, labelNames, figure] of metrics) {
    gaugeIn(registry, {
      name,
      help,
      labelNames,
      async collect(this: Gauge) {
        const answers = await Promise.all(questions.map(({ ask }) => ask()));
        this.reset();
        for (const [index, { room }] of questions.entries()) {
          const answer = answers[index] ?? null;
          if (answer === null) continue;
          for (const [labels, value] of figure(answer)) this.set({ room, ...labels }, value);
        }
      },
    });
  }
}
