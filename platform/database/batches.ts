import { DatabaseError, type QueryResultRow } from 'pg';
import { endSpan } from '../telemetry/tracing';
import { Line } from './line';
import { inOneTransaction, type NamedStatement } from './one-transaction';
import type { Database } from './pool';
import { openStatementSpan } from './traced-queries';

export type { NamedStatement };

export interface BatchedStatement extends NamedStatement {
  /**
   * What it locks first, where statements of a batch could wait for those of another: they run in
   * the order of these names, in every batch the same.
   */
  readonly locks?: string;
  /** What it locks after that, and `lock` takes for the whole batch before the first such. */
  readonly shares?: readonly string[];
}

export interface BatchOptions {
  /** Statements in one transaction at most; 16 when left out. */
  readonly batchMax?: number;
  /** Takes all that the statements of a batch share, in one order, before any of them does. */
  readonly lock?: (shared: string[]) => NamedStatement;
}

/** Runs a statement, alone or with others. Resolves once it is committed. */
export type Batched = <Row extends QueryResultRow>(statement: BatchedStatement) => Promise<Row[]>;

const batchMax = 16;
/**
 * Batches that are sent and not answered: while PostgreSQL runs one, the next one lies there
 * already, and need not wait until this process comes to read an answer.
 */
const underWayMax = 2;

interface Waiting {
  readonly statement: BatchedStatement;
  readonly resolve: (rows: QueryResultRow[]) => void;
  readonly reject: (error: unknown) => void;
}

function byLock({ statement: one }: Waiting, { statement: other }: Waiting): number {
  const [first, second] = [one.locks ?? '', other.locks ?? ''];
  return first < second ? -1 : Number(first > second);
}

/** PostgreSQL says that none had an effect; after any other failure that is not known. */
const isRolledBack = (error: unknown): boolean =>
  error instanceof DatabaseError && !/^(08|57P)/.test(error.code ?? '');

class Batches {
  private readonly waiting: Waiting[] = [];
  private underWay = 0;
  private isBeginning = false;
  private readonly line: Line;

  constructor(
    private readonly database: Database,
    private readonly options: BatchOptions,
  ) {
    this.line = new Line(database, (error) => !isRolledBack(error));
  }

  readonly run: Batched = async <Row extends QueryResultRow>(statement: BatchedStatement) => {
    const span = openStatementSpan(statement.name, this.database.options.application_name ?? '');
    try {
      const rows = await this.queued(statement);
      if (span) endSpan(span);
      return rows as Row[];
    } catch (error) {
      if (span) endSpan(span, error);
      throw error;
    }
  };

  private queued(statement: BatchedStatement): Promise<QueryResultRow[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ statement, resolve, reject });
      this.beginSoon();
    });
  }

  /** Not at once: whoever else asks in this turn of the event loop is to share the commit. */
  private beginSoon(): void {
    if (this.isBeginning) return;
    this.isBeginning = true;
    setImmediate(() => {
      this.isBeginning = false;
      this.begin();
    });
  }

  private begin(): void {
    while (this.waiting.length > 0 && this.underWay < underWayMax) {
      const batch = this.waiting.splice(0, this.options.batchMax ?? batchMax).sort(byLock);
      this.underWay += 1;
      void this.settle(batch).finally(() => {
        this.underWay -= 1;
        this.beginSoon();
      });
    }
  }

  private async settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.together(batch);
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] ?? []);
    } catch (error) {
      if (batch.length > 1 && isRolledBack(error)) return this.oneAfterTheOther(batch);
      for (const { reject } of batch) reject(error);
    }
    return undefined;
  }

  /** Whatever made them fail together now fails for its own statement only. */
  private async oneAfterTheOther(batch: readonly Waiting[]): Promise<void> {
    for (const waiting of batch) await this.settle([waiting]);
  }

  private async together(batch: readonly Waiting[]): Promise<QueryResultRow[][]> {
    const statements: NamedStatement[] = batch.map(({ statement }) => statement);
    const lockAt = this.lockPlace(batch);
    if (lockAt !== null) statements.splice(lockAt.index, 0, lockAt.statement);
    const answers = await this.line.use((client) => inOneTransaction(client, statements));
    if (lockAt !== null) answers.splice(lockAt.index, 1);
    return answers;
  }

  /** A statement takes its own locks in order; only several could do so against each other. */
  private lockPlace(batch: readonly Waiting[]) {
    const { lock } = this.options;
    const sharing = batch.filter(({ statement }) => statement.shares?.length);
    const [first] = sharing;
    if (lock === undefined || first === undefined || sharing.length === 1) return null;
    const names = new Set(sharing.flatMap(({ statement }) => statement.shares ?? []));
    return { index: batch.indexOf(first), statement: lock([...names]) };
  }
}

/**
 * Statements that arrive while others are under way are run together: one write to the socket, one
 * transaction, one commit for all of them, on one connection, batch behind batch. Where there is no
 * crowd, each runs by itself, at the end of the turn of the event loop. When one fails, all are
 * rolled back, and each is run again alone. Only for statements that may be run in any order and
 * share nothing but their locks.
 */
export function batches(database: Database, options: BatchOptions = {}): Batched {
  return new Batches(database, options).run;
}
