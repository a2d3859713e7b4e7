import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { waitingRequestBytes, waitingRequestsBytesMax, waitingRequestsMax } from './limits';

interface Waiting {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly bytes: number;
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
export function inTurn(handle: RequestListener): RequestListener {
  /** The waiting requests of each connection that is busy. */
  const queues = new WeakMap<Socket, Waiting[]>();
  /** The bytes that wait on all connections. */
  let waitingBytes = 0;

  const begin = (queue: Waiting[], request: IncomingMessage, response: ServerResponse): void => {
    response.once('close', () => setImmediate(next, request.socket, queue));
    handle(request, response);
  };
  const take = (queue: Waiting[]): Waiting | undefined => {
    const first = queue.shift();
    waitingBytes -= first?.bytes ?? 0;
    return first;
  };
  const next = (socket: Socket, queue: Waiting[]): void => {
    if (socket.destroyed) while (queue.length > 0) take(queue);
    const first = take(queue);
    if (first) begin(queue, first.request, first.response);
    else queues.delete(socket);
  };

  return (request, response) => {
    const { socket } = request;
    const queue = queues.get(socket);
    if (!queue) {
      const empty: Waiting[] = [];
      queues.set(socket, empty);
      begin(empty, request, response);
      return;
    }
    const bytes = bytesOf(request);
    const isFull =
      queue.length >= waitingRequestsMax || waitingBytes + bytes > waitingRequestsBytesMax;
    if (isFull || socket.destroyed) {
      socket.destroy();
      return;
    }
    queue.push({ request, response, bytes });
    waitingBytes += bytes;
  };
}
