import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import { LinkedList } from '../values/linked-list';
import * as limits from './limits';

/**
 * The response after which the caller may send its request again over another connection, whatever
 * its method (RFC 9110, 15.5.20). It is sent without a request: a caller that is about to send one
 * reads it as the response.
 */
const refusal =
  'HTTP/1.1 421 Misdirected Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

interface Use {
  readonly openResponses: LinkedList<ServerResponse>;
  idleSinceMs: number;
  isRefused: boolean;
}

/** Ends the connection with this response, if it has not begun. */
function endConnectionWith(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}

/**
 * Closes the connections of a server that drains. If one were closed while a request is on its way,
 * its caller could not know whether it was executed. So each idle connection first gets a refusal,
 * after which nothing is executed on it.
 */
export class DrainedConnections {
  private readonly uses = new Map<Socket, Use>();
  private isDraining = false;

  constructor(server: Server) {
    server.on('secureConnection', (socket: Socket) => {
      this.uses.set(socket, {
        openResponses: new LinkedList(),
        idleSinceMs: performance.now(),
        isRefused: false,
      });
      socket.once('close', () => this.uses.delete(socket));
    });
  }

  /** @returns false if the request must not be executed; it has been answered. */
  accept(request: IncomingMessage, response: ServerResponse): boolean {
    const { socket } = request;
    const use = this.uses.get(socket);
    if (use === undefined) return true;
    if (use.isRefused) {
      // Unread data would reset the connection, and with it the refusal that is on its way.
      request.resume();
      return false;
    }
    if (this.isDraining) endConnectionWith(response);
    const entry = use.openResponses.add(response);
    response.once('close', () => {
      entry.remove();
      use.idleSinceMs = performance.now();
    });
    return true;
  }

  /**
   * Makes each response the last one of its connection from now on. Resolves when idle ones are
   * closed.
   */
  async drain(): Promise<void> {
    this.isDraining = true;
    for (const { openResponses } of this.uses.values()) {
      for (const { value } of openResponses.entries()) endConnectionWith(value);
    }
    const refused = [...this.uses.keys()].filter((socket) => this.refuseIfIdle(socket, 0));
    const closed = refused.map(
      (socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
    );
    await Promise.all(closed);
  }

  /** Refuses calls on connections that became idle, or were opened and not used, since `drain`. */
  refuseIdle(): void {
    for (const socket of this.uses.keys()) this.refuseIfIdle(socket, limits.idleRefusalAfterMs);
  }

  private refuseIfIdle(socket: Socket, idleMs: number): boolean {
    const use = this.uses.get(socket);
    if (use === undefined || use.isRefused || use.openResponses.size > 0) return false;
    if (performance.now() - use.idleSinceMs < idleMs) return false;
    use.isRefused = true;
    socket.end(refusal);
    const cut = setTimeout(() => socket.destroy(), limits.refusedCloseMs);
    socket.once('close', () => clearTimeout(cut));
    return true;
  }
}
