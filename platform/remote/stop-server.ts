import type { Server as HttpServer } from 'node:http';
import { Server as NetServer } from 'node:net';
import * as limits from './limits';

type Connections = Pick<HttpServer, 'closeAllConnections' | 'closeIdleConnections'>;

/**
 * Stops a server. Connections that are busy when the stop begins are closed once they are idle.
 * @param connections of the server; an HTTP server knows its own.
 */
export async function stopServer(server: NetServer, connections: Connections): Promise<void> {
  const cut = setTimeout(() => connections.closeAllConnections(), limits.drainDeadlineMs);
  const sweep = setInterval(() => connections.closeIdleConnections(), limits.idleSweepPauseMs);
  try {
    await new Promise<void>((resolve) => {
      // An HTTP server's own method would close idle connections, too, and requests on their way.
      NetServer.prototype.close.call(server, () => resolve());
      connections.closeIdleConnections();
    });
  } finally {
    clearTimeout(cut);
    clearInterval(sweep);
  }
}
