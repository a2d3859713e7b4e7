import type { Socket } from 'node:net';
import type { Client, ClientBase } from 'pg';

/** How much longer than its statement timeout a server may be silent. */
const graceMs = 5_000;

/** The property of pg's client that its types lack. */
interface Busy {
  /** False from a statement to the end of its answer. */
  readonly readyForQuery: boolean;
}

/**
 * Closes a connection whose server was asked something and has sent nothing for 5 s longer than a
 * statement may take. Statement timeouts belong to the server and do not help when a question or an
 * answer is stuck: after a changed bit in the length of a TLS record, its reader waits for the rest
 * of a longer one, and keep-alive probes are still answered. All pending statements fail, as after
 * a lost connection; whether they took effect is not known. The same is done for a connection that
 * this side has ended, for which no process waits.
 */
export function closeIfSilent(client: ClientBase, statementTimeoutMs: number): void {
  const silentMs = statementTimeoutMs + graceMs;
  const stream = (client as Client).connection.stream as Socket;
  // Every byte in either direction starts the time again.
  stream.setTimeout(silentMs);
  stream.once('finish', () => {
    stream.unref();
    setTimeout(() => stream.destroy(), graceMs).unref();
  });
  const isIdle = () => (client as unknown as Busy).readyForQuery;
  stream.on('timeout', () => {
    // What is asked from now on has its own time, which its first byte starts.
    if (isIdle()) return;
    // Bytes that arrived while this process was paused are read first.
    const { bytesRead } = stream;
    setImmediate(() => {
      if (isIdle() || stream.bytesRead > bytesRead) return;
      const error = new Error(`PostgreSQL has not answered for ${silentMs / 1_000} s`);
      // Node's code of a connection whose other side is silent.
      stream.destroy(Object.assign(error, { code: 'ETIMEDOUT' }));
    });
  });
}
