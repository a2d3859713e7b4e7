import {
  type Connection,
  type PoolClient,
  type QueryResultRow,
  Result,
  type Submittable,
} from 'pg';
// The function is not part of pg's public API; pg-cursor imports it from there too.
import { prepareValue } from 'pg/lib/utils';

/** A prepared statement: the text for a name never changes. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** Begins a transaction that stays open after the round trip: the first of its statements. */
export const begin: NamedStatement = { name: 'begin', text: 'BEGIN', values: [] };
/** Commits the transaction of `begin`: the last of its statements. */
export const commit: NamedStatement = { name: 'commit', text: 'COMMIT', values: [] };

type EncodedValue = string | Buffer | null;

/** Methods of a pg connection that its types lack. */
interface ProtocolConnection {
  readonly stream: NodeJS.WritableStream & { cork(): void; uncork(): void };
  /** Statements that the server has parsed: text by name. */
  readonly parsedStatements: Readonly<Record<string, string>>;
  parse(statement: { name: string; text: string }): void;
  bind(to: { statement: string; values: EncodedValue[] }): void;
  describe(what: { type: 'P'; name: '' }): void;
  execute(what: { portal: '' }): void;
  sync(): void;
}

interface Columns extends Result<QueryResultRow> {
  addFields(fields: unknown[]): void;
  parseRow(fields: unknown[]): QueryResultRow;
}

type Types = ConstructorParameters<typeof Result>[1];
type Done = (error: Error | null) => void;

/** State of a connection. */
interface ConnectionState {
  /** The columns of each statement that it has described; null: it answers none. */
  readonly columns: Map<string, Columns | null>;
  /** Transactions that wait for the answers to earlier ones. */
  unsent: number;
}

const stateByConnection = new WeakMap<object, ConnectionState>();

function stateOf(connection: object): ConnectionState {
  const found = stateByConnection.get(connection) ?? {
    columns: new Map<string, Columns | null>(),
    unsent: 0,
  };
  stateByConnection.set(connection, found);
  return found;
}

/**
 * Statements that go out in one write with one Sync behind the last: PostgreSQL runs them as one
 * transaction, commits once and answers once. pg itself puts a Sync behind each statement, at which
 * the server sends a response and waits, and describes the columns of each statement again.
 *
 * It is a query as pg-cursor is one: the client calls it for each message that arrives, in order.
 */
class OneTransaction implements Submittable {
  readonly answers: QueryResultRow[][] = [];
  private rows: QueryResultRow[] = [];
  private columns = new Map<string, Columns | null>();
  private isSent = false;
  private failure: Error | null = null;
  private readonly encodedValues: EncodedValue[][];

  /** @throws Error if a value cannot be serialised, before anything is sent. */
  constructor(
    readonly statements: readonly NamedStatement[],
    private readonly types: Types,
    readonly callback: Done,
  ) {
    this.encodedValues = statements.map(({ values }) => values.map((value) => prepareValue(value)));
  }

  /** What is being answered: the client asks for it when the server has parsed it. */
  get name(): string | undefined {
    return this.statements[this.answers.length]?.name;
  }

  get text(): string | undefined {
    return this.statements[this.answers.length]?.text;
  }

  /**
   * Sends it while others are in flight, if the connection knows all its statements: new ones must
   * be prepared in order. Responses come in the order of the client's queue, so none may overtake
   * one that waits in it.
   */
  sendAhead(connection: Connection): void {
    const here = stateOf(connection);
    this.isSent = here.unsent === 0 && this.statements.every(({ name }) => here.columns.has(name));
    if (this.isSent) this.send(connection);
    else here.unsent += 1;
  }

  /** The client's word that those before it are answered. */
  submit(connection: Connection): void {
    if (this.isSent) return;
    this.isSent = true;
    stateOf(connection).unsent -= 1;
    this.send(connection);
  }

  private send(connection: Connection): void {
    const wire = connection as unknown as ProtocolConnection;
    this.columns = stateOf(connection).columns;
    const parsed = new Set<string>();
    wire.stream.cork();
    for (const [index, { name, text }] of this.statements.entries()) {
      if (!(name in wire.parsedStatements) && !parsed.has(name)) {
        wire.parse({ name, text });
        parsed.add(name);
      }
      wire.bind({ statement: name, values: this.encodedValues[index] ?? [] });
      if (!this.columns.has(name)) wire.describe({ type: 'P', name: '' });
      wire.execute({ portal: '' });
    }
    wire.sync();
    wire.stream.uncork();
  }

  handleRowDescription({ fields }: { fields: unknown[] }): void {
    const columns = new Result('', this.types) as Columns;
    columns.addFields(fields);
    this.columns.set(this.name ?? '', columns);
  }

  handleDataRow({ fields }: { fields: unknown[] }): void {
    try {
      const row = this.columns.get(this.name ?? '')?.parseRow(fields);
      if (row) this.rows.push(row);
    } catch (error) {
      this.failure ??= error as Error;
    }
  }

  handleCommandComplete(): void {
    const { name = '' } = this;
    if (!this.columns.has(name)) this.columns.set(name, null);
    this.answers.push(this.rows);
    this.rows = [];
  }

  handleError(error: Error): void {
    this.callback(error);
  }

  /** The transaction is committed at this point. */
  handleReadyForQuery(): void {
    this.callback(this.failure);
  }
}

/**
 * Runs named statements in one transaction and one round trip, each on what those before it left.
 * Called again before it has answered, it sends the next transaction behind the first. A client
 * that has queries of others in its queue is not for it.
 * @returns the rows of each.
 * @throws DatabaseError where PostgreSQL refused one of them, and none has had an effect; any
 * other error where it is not known what took place.
 */
export function inOneTransaction(
  client: PoolClient,
  statements: readonly NamedStatement[],
): Promise<QueryResultRow[][]> {
  return new Promise((resolve, reject) => {
    const types = client as unknown as Types;
    const transaction: OneTransaction = new OneTransaction(statements, types, (error) =>
      error ? reject(error) : resolve(transaction.answers),
    );
    transaction.sendAhead((client as unknown as { connection: Connection }).connection);
    client.query(transaction);
  });
}
