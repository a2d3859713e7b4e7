import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { whenClosed } from '../../platform/requests/when-closed';
import { waitingRequestBytes, waitingRequestsBytesMax, waitingRequestsMax } from './limits';

interface Waiting {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly bytes: number;
}

interface Connection {
  isBusy: boolean;
  /** The request that began last; its body may be on its way. */
  last: IncomingMessage;
  readonly waiting: Waiting[];
}

/** Requests in the order of their connections. */
export interface Turns {
  readonly take: RequestListener;
  /** The request that began last on a connection. */
  readonly lastOn: (socket: Socket) => IncomingMessage | undefined;
}

/** Memory of a request that waits: its objects, its head, and what Node reads of its body. */
function bytesOf({ headers, rawHeaders, readableHighWaterMark }: IncomingMessage): number {
  const head = rawHeaders.reduce((sum, { length }) => sum + length, 0);
  const isChunked = headers['transfer-encoding'] !== undefined;
  const body = isChunked ? Number.POSITIVE_INFINITY : Number(headers['content-length'] ?? 0);
  // Node stops reading after the chunk that exceeds the mark, which is as long at most.
  return waitingRequestBytes + head + Math.min(body, 2 * readableHighWaterMark);
}

/**
 * Handles the requests of a connection one after the other. Node reads up to 64 kB at a time, and
 * hundreds of requests in them (HTTP pipelining) would otherwise be handled in one turn of the event
 * loop. Their responses must be in order anyway.
 */
export function inTurn(handle: RequestListener): Turns {
  const connections = new WeakMap<Socket, Connection>();
  /** The bytes that wait on all connections. */
  let waitingBytes = 0;

  const begin = (
    connection: Connection,
    request: IncomingMessage,
    response: ServerResponse,
  ): void => {
    connection.isBusy = true;
    whenClosed(response, () => {
      if (connection.waiting.length === 0) connection.isBusy = false;
      else setImmediate(next, request.socket, connection);
    });
    handle(request, response);
  };
  const takeFirst = ({ waiting }: Connection): Waiting | undefined => {
    const first = waiting.shift();
    waitingBytes -= first?.bytes ?? 0;
    return first;
  };
  const next = (socket: Socket, connection: Connection): void => {
    if (socket.destroyed) while (connection.waiting.length > 0) takeFirst(connection);
    const first = takeFirst(connection);
    if (first) begin(connection, first.request, first.response);
    else connection.isBusy = false;
  };

  const arrive: RequestListener = (request, response) => {
    const { socket } = request;
    let connection = connections.get(socket);
    if (connection === undefined) {
      connection = { isBusy: false, last: request, waiting: [] };
      connections.set(socket, connection);
    }
    connection.last = request;
    if (!connection.isBusy) {
      begin(connection, request, response);
      return;
    }
    const { waiting } = connection;
    const bytes = bytesOf(request);
    const isFull =
      waiting.length >= waitingRequestsMax || waitingBytes + bytes > waitingRequestsBytesMax;
    if (isFull || socket.destroyed) {
      socket.destroy();
      return;
    }
    waiting.push({ request, response, bytes });
    waitingBytes += bytes;
  };
  return { take: arrive, lastOn: (socket) => connections.get(socket)?.last };
}
