import type { ChildProcess } from 'node:child_process';

/** The message with which the primary of a cluster hands a connection to a worker. */
interface HandedConnection {
  readonly cmd: 'NODE_CLUSTER';
  readonly act: 'newconn';
  /** The number of this message, which the reply repeats. */
  readonly seq: number;
}

interface Handle {
  close(): void;
}

function isHandedConnection(message: unknown): message is HandedConnection {
  const { cmd, act } = (message ?? {}) as Partial<HandedConnection>;
  return cmd === 'NODE_CLUSTER' && act === 'newconn';
}

type Send = (message: unknown, handle?: unknown, ...more: unknown[]) => boolean;

/**
 * Closes the connections that a worker was given and did not reply to before it died. Node's cluster
 * waits for the reply and forgets the connection, so that its caller would wait, too. One that the
 * worker has declined belongs to another worker, and stays open.
 */
export function closeHandedConnections(worker: ChildProcess): void {
  const handed = new Map<number, Handle>();
  const send = worker.send.bind(worker) as Send;
  const remembering: Send = (message, handle, ...more) => {
    if (isHandedConnection(message)) handed.set(message.seq, handle as Handle);
    return send(message, handle, ...more);
  };
  worker.send = remembering as ChildProcess['send'];
  worker.on('internalMessage', ({ ack }: { ack?: number }) => {
    if (ack !== undefined) handed.delete(ack);
  });
  // Node has read the replies of the worker by then.
  worker.once('exit', () => {
    for (const handle of handed.values()) handle.close();
  });
}
