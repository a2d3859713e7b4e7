import type { Pool, PoolClient } from 'pg';
import { endSpan, inThisTrace, isTracing, openSpan, type Span } from '../telemetry/tracing';

type Query = (...args: unknown[]) => unknown;
type Done = (error: unknown, result: unknown) => void;

const firstWord = /^\s*([A-Za-z]+)/;

/** The name of a prepared statement, else its first word: the text may contain values. */
function nameOf(statement: unknown): string {
  const { name, text } = (
    typeof statement === 'string' ? { text: statement } : (statement ?? {})
  ) as { name?: unknown; text?: unknown };
  if (typeof name === 'string') return name;
  const word = typeof text === 'string' ? firstWord.exec(text)?.[1] : undefined;
  return word?.toUpperCase() ?? 'statement';
}

/** A span for a statement that belongs to a trace; the caller ends it. */
export function openStatementSpan(name: string, database: string): Span | null {
  return openSpan(`SQL ${name}`, {
    role: 'client',
    attributes: {
      'db.system.name': 'postgresql',
      'db.namespace': database,
      'db.query.summary': name,
    },
  });
}

/** Statements of several traces; each has a span in its own trace. */
const isSubmitted = (statement: unknown): boolean =>
  typeof (statement as { submit?: unknown } | null)?.submit === 'function';

function tracedQuery(query: Query, database: string): Query {
  return (...args) => {
    if (isSubmitted(args[0])) return query(...args);
    const span = openStatementSpan(nameOf(args[0]), database);
    if (span === null) return query(...args);
    const last = args.at(-1);
    if (typeof last === 'function') {
      const done: Done = (error, result) => {
        endSpan(span, error ?? undefined);
        (last as Done)(error, result);
      };
      return query(...args.slice(0, -1), done);
    }
    const answer = query(...args);
    if (!(answer instanceof Promise)) {
      span.end();
      return answer;
    }
    answer.then(
      () => endSpan(span),
      (error: unknown) => endSpan(span, error),
    );
    return answer;
  };
}

/** A span for each statement of a pool that belongs to a trace, by its name and without values. */
export function traceQueries(pool: Pool, database: string): void {
  if (!isTracing()) return;
  pool.on('connect', (client: PoolClient) => {
    client.query = tracedQuery(client.query.bind(client) as Query, database) as never;
  });
  // Releasing a connection runs the next waiter in the releaser's context, so it is restored here.
  const connect = pool.connect.bind(pool) as Query;
  pool.connect = ((done?: (...args: unknown[]) => unknown) =>
    done === undefined ? connect() : connect(inThisTrace(done))) as typeof pool.connect;
}
