import type { ChildProcess } from 'node:child_process';

/** What the primary of a cluster sends with a connection for one of its workers. */
interface HandedConnection {
  readonly cmd: 'NODE_CLUSTER';
  readonly act: 'newconn';
  /** Of the port. */
  readonly key: string;
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
 * Closes the connection that a worker was given and did not take over before it died. Node's cluster
 * waits for the worker's word and forgets the connection, so that its caller would wait, too. A
 * worker is given the next connection of a port only once it has taken the last one, so there is at
 * most one for each port; closing one that it did take does nothing.
 */
export function closeHandedConnections(worker: ChildProcess): void {
  const handed = new Map<string, Handle>();
  const send = worker.send.bind(worker) as Send;
  const remembering: Send = (message, handle, ...more) => {
    if (isHandedConnection(message)) handed.set(message.key, handle as Handle);
    return send(message, handle, ...more);
  };
  worker.send = remembering as ChildProcess['send'];
  worker.once('exit', () => {
    for (const handle of handed.values()) handle.close();
  });
}
