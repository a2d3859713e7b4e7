import { DatabaseError, type PoolClient, type QueryResult, type QueryResultRow } from 'pg';
import type { Database } from './pool';

/** A statement whose text is always the same under its name. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
  /**
   * Names of what it locks, where statements of a batch could wait for those of another: they run
   * in the order of the first.
   */
  readonly locks?: readonly string[];
}

export interface BatchOptions {
  /** Statements in one transaction at most; 16 when left out. */
  readonly batchMax?: number;
  /** Batches under way at a time; 1 when left out. */
  readonly underWayMax?: number;
  /** Takes the locks of all statements of a batch in one order, before any of them runs. */
  readonly lock?: (names: string[]) => NamedStatement;
}

/** Runs a statement, alone or with others. Resolves once it is committed. */
export type Batched = <Row extends QueryResultRow>(statement: NamedStatement) => Promise<Row[]>;

const batchMax = 16;
const underWayMax = 1;

interface Waiting {
  readonly statement: NamedStatement;
  readonly resolve: (rows: QueryResultRow[]) => void;
  readonly reject: (error: unknown) => void;
}

function byFirstLock(one: Waiting, other: Waiting): number {
  const [first = '', second = ''] = [one, other].map(({ statement }) => statement.locks?.[0]);
  return first < second ? -1 : Number(first > second);
}

/** The statements of a batch failed together, and none of them has had an effect. */
class BatchRolledBack extends Error {}

/** A failure that PostgreSQL reported; after any other it is not known what took place. */
const isReported = (error: unknown): boolean =>
  error instanceof DatabaseError && !/^(08|57P)/.test(error.code ?? '');

/** All in one write to the socket and one commit: pg sends on without waiting (`pipeline`). */
async function runTogether(
  client: PoolClient,
  statements: readonly NamedStatement[],
): Promise<QueryResult[]> {
  const { stream } = (client as unknown as { connection: { stream: NodeJS.WritableStream } })
    .connection;
  const corked = stream as NodeJS.WritableStream & { cork(): void; uncork(): void };
  corked.cork();
  const sent = [
    client.query('BEGIN'),
    ...statements.map((statement) => client.query(statement)),
    client.query('COMMIT'),
  ];
  corked.uncork();
  const settled = await Promise.allSettled(sent);
  const failures = settled.filter((each) => each.status === 'rejected').map(({ reason }) => reason);
  const unclear = failures.find((error) => !isReported(error));
  if (unclear !== undefined) throw unclear;
  if (failures.length > 0) throw new BatchRolledBack('', { cause: failures[0] });
  const results = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  return results.slice(1, -1);
}

class Batches {
  private readonly waiting: Waiting[] = [];
  private underWay = 0;

  constructor(
    private readonly database: Database,
    private readonly options: BatchOptions,
  ) {}

  readonly run: Batched = <Row extends QueryResultRow>(statement: NamedStatement) =>
    new Promise<Row[]>((resolve, reject) => {
      this.waiting.push({
        statement,
        resolve: resolve as (rows: QueryResultRow[]) => void,
        reject,
      });
      this.begin();
    });

  private begin(): void {
    while (this.waiting.length > 0 && this.underWay < (this.options.underWayMax ?? underWayMax)) {
      const batch = this.waiting.splice(0, this.options.batchMax ?? batchMax).sort(byFirstLock);
      this.underWay += 1;
      void this.settle(batch).finally(() => {
        this.underWay -= 1;
        this.begin();
      });
    }
  }

  private async settle(batch: readonly Waiting[]): Promise<void> {
    if (batch.length > 1) {
      try {
        return await this.together(batch);
      } catch (error) {
        if (!(error instanceof BatchRolledBack)) {
          for (const { reject } of batch) reject(error);
          return;
        }
      }
    }
    // One after the other: whatever made them fail together now fails for its own statement only.
    for (const { statement, resolve, reject } of batch) {
      await this.database.query(statement).then(({ rows }) => resolve(rows), reject);
    }
  }

  private async together(batch: readonly Waiting[]): Promise<void> {
    const { lock } = this.options;
    const statements = batch.map(({ statement }) => statement);
    const names = new Set(statements.flatMap(({ locks = [] }) => locks));
    const client = await this.database.connect();
    let broken = true;
    try {
      const before = lock && names.size > 0 ? [lock([...names])] : [];
      const results = await runTogether(client, [...before, ...statements]);
      broken = false;
      const answers = results.slice(before.length);
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index]?.rows ?? []);
    } catch (error) {
      broken = !(error instanceof BatchRolledBack);
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/**
 * Statements that arrive while others are under way are run together: one write to the socket, one
 * transaction, one commit for all of them. Where there is no crowd, each runs by itself and at
 * once. When one fails, all are rolled back, and each is run again alone.
 * Only for statements that may be run in any order and share nothing but their locks.
 */
export function batches(database: Database, options: BatchOptions = {}): Batched {
  return new Batches(database, options).run;
}
