import type { Server as HttpServer } from 'node:http';
import { Server as NetServer } from 'node:net';
import * as limits from './limits';

type StoppableServer = Pick<HttpServer, 'closeAllConnections' | 'closeIdleConnections'> & NetServer;

/** Stops a server. Connections that are busy when the stop begins are closed once they are idle. */
export async function stopServer(server: StoppableServer): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), limits.drainDeadlineMs);
  const sweep = setInterval(() => server.closeIdleConnections(), limits.idleSweepPauseMs);
  try {
    await new Promise<void>((resolve) => {
      // An HTTP server's own method would close idle connections, too, and requests on their way.
      NetServer.prototype.close.call(server, () => resolve());
      server.closeIdleConnections();
    });
  } finally {
    clearTimeout(cut);
    clearInterval(sweep);
  }
}
