import { DatabaseError, type QueryResultRow } from 'pg';
import { endSpan } from '../telemetry/tracing';
import { inOneTransaction, type NamedStatement } from './one-transaction';
import type { Database } from './pool';
import { SharedConnection } from './shared-connection';
import { openStatementSpan } from './traced-queries';

export type { NamedStatement };

export interface BatchedStatement extends NamedStatement {
  /**
   * What it locks first, where statements of a batch could wait for those of another: they run in
   * the order of these names, in every batch the same.
   */
  readonly locks?: string;
  /** Keys that it locks next; `lock` takes those of the whole batch before the first of them. */
  readonly shares?: readonly string[];
}

export interface BatchOptions {
  /** Statements in one transaction at most; 16 when left out. */
  readonly batchMax?: number;
  /** Takes the locks that the statements of a batch share, in one order, before any of them runs. */
  readonly lock?: (shared: string[]) => NamedStatement;
}

/** Runs a statement, alone or in a batch. Resolves once it is committed. */
export type Batcher = <Row extends QueryResultRow>(statement: BatchedStatement) => Promise<Row[]>;

const batchMax = 16;
/**
 * Batches that are sent and not answered: while PostgreSQL runs one, it already has the next one,
 * which need not wait until this process reads an answer.
 */
const inFlightMax = 2;

interface QueuedStatement {
  readonly statement: BatchedStatement;
  readonly resolve: (rows: QueryResultRow[]) => void;
  readonly reject: (error: unknown) => void;
}

function byLock(
  { statement: one }: QueuedStatement,
  { statement: other }: QueuedStatement,
): number {
  const [first, second] = [one.locks ?? '', other.locks ?? ''];
  return first < second ? -1 : Number(first > second);
}

/** PostgreSQL reported that none had an effect; after any other failure that is unknown. */
const isRolledBack = (error: unknown): boolean =>
  error instanceof DatabaseError && !/^(08|57P)/.test(error.code ?? '');

class StatementBatcher {
  private readonly waiting: QueuedStatement[] = [];
  private inFlight = 0;
  private isScheduled = false;
  private readonly connection: SharedConnection;

  constructor(
    private readonly database: Database,
    private readonly options: BatchOptions,
  ) {
    this.connection = new SharedConnection(database, (error) => !isRolledBack(error));
  }

  readonly run: Batcher = async <Row extends QueryResultRow>(statement: BatchedStatement) => {
    const span = openStatementSpan(statement.name, this.database.options.application_name ?? '');
    try {
      const rows = await this.enqueue(statement);
      if (span) endSpan(span);
      return rows as Row[];
    } catch (error) {
      if (span) endSpan(span, error);
      throw error;
    }
  };

  private enqueue(statement: BatchedStatement): Promise<QueryResultRow[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ statement, resolve, reject });
      this.schedule();
    });
  }

  /** Deferred, so that statements of the same event-loop turn share the commit. */
  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.sendBatches();
    });
  }

  private sendBatches(): void {
    while (this.waiting.length > 0 && this.inFlight < inFlightMax) {
      const batch = this.waiting.splice(0, this.options.batchMax ?? batchMax).sort(byLock);
      this.inFlight += 1;
      void this.runBatch(batch).finally(() => {
        this.inFlight -= 1;
        this.schedule();
      });
    }
  }

  private async runBatch(batch: readonly QueuedStatement[]): Promise<void> {
    try {
      const answers = await this.runTogether(batch);
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] ?? []);
    } catch (error) {
      if (batch.length > 1 && isRolledBack(error)) return this.runSeparately(batch);
      for (const { reject } of batch) reject(error);
    }
    return undefined;
  }

  /** Run one by one, only the statement that caused the failure fails. */
  private async runSeparately(batch: readonly QueuedStatement[]): Promise<void> {
    for (const waiting of batch) await this.runBatch([waiting]);
  }

  private async runTogether(batch: readonly QueuedStatement[]): Promise<QueryResultRow[][]> {
    const statements: NamedStatement[] = batch.map(({ statement }) => statement);
    const lockAt = this.lockStatementFor(batch);
    if (lockAt !== null) statements.splice(lockAt.index, 0, lockAt.statement);
    const answers = await this.connection.use((client) => inOneTransaction(client, statements));
    if (lockAt !== null) answers.splice(lockAt.index, 1);
    return answers;
  }

  /** A single statement takes its locks in order; only several can deadlock. */
  private lockStatementFor(batch: readonly QueuedStatement[]) {
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
 * transaction, one commit for all of them, on one connection, batch behind batch. Without others
 * a statement runs by itself, at the end of the turn of the event loop. When one fails, all are
 * rolled back, and each is run again alone. Only for statements that may be run in any order and
 * share nothing but their locks.
 */
export function createBatcher(database: Database, options: BatchOptions = {}): Batcher {
  return new StatementBatcher(database, options).run;
}
