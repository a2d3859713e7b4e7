import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { waitingRequestsMax } from './limits';

type Exchanged = readonly [request: IncomingMessage, response: ServerResponse];

/**
 * Handles the requests of a connection one after the other. Node reads up to 64 kB at a time, and
 * hundreds of requests in them (HTTP pipelining) would otherwise be handled in one turn of the event
 * loop. Their responses must be in order anyway.
 */
export function inTurn(handle: RequestListener): RequestListener {
  /** Requests that wait, for each connection that is busy. */
  const waiting = new WeakMap<Socket, Exchanged[]>();

  const begin = (queue: Exchanged[], [request, response]: Exchanged): void => {
    response.once('close', () => setImmediate(next, request.socket, queue));
    handle(request, response);
  };
  const next = (socket: Socket, queue: Exchanged[]): void => {
    const first = socket.destroyed ? undefined : queue.shift();
    if (first) begin(queue, first);
    else waiting.delete(socket);
  };

  return (request, response) => {
    const { socket } = request;
    const queue = waiting.get(socket);
    if (queue === undefined) {
      const empty: Exchanged[] = [];
      waiting.set(socket, empty);
      begin(empty, [request, response]);
    } else if (queue.length < waitingRequestsMax) {
      queue.push([request, response]);
    } else {
      socket.destroy();
    }
  };
}
