import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { whenLate } from '../../values/when-late';
import * as limits from '../limits';
import { stopServer } from '../stop-server';
import type { TlsIdentity } from '../tls';
import { CallConnection, type ConnectionHandler } from './call-connection';

export interface CallServerOptions extends ConnectionHandler {
  readonly tls: TlsIdentity;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
}

const contextOf = ({ ca, cert, key }: TlsIdentity) =>
  ({ ca, cert, key, minVersion: 'TLSv1.3' }) as const;

/**
 * Serves the calls of other processes over mutual TLS. It reads what our own client writes
 * (`platform/remote/wire`), which is one POST at a time on each connection, and nothing else of HTTP.
 */
export class CallServer {
  private readonly connections = new Set<CallConnection>();
  /** All of them, those included that have not shown their certificates yet. */
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private isDraining = false;
  private cancelSweep: () => void = () => undefined;

  constructor(private readonly options: CallServerOptions) {
    const { tls, logger } = options;
    const given = {
      ...contextOf(tls),
      requestCert: true,
      rejectUnauthorized: true,
      // The request for which it is opened has as long.
      handshakeTimeout: limits.requestArrivalMs,
    };
    this.server = createServer(given, (socket) => this.open(socket));
    this.server.on('connection', (socket: Socket) => this.keep(socket));
    this.server.maxConnections = limits.connectionsMax;
    // A worker of a cluster would otherwise offer the connection to its supervisor again.
    Object.assign(this.server, { dropMaxConnection: true });
    tls.changes?.onChange((identity) => this.server.setSecureContext(contextOf(identity)));
    this.server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      // Node leaves one open whose handshake is late.
      socket.destroy();
      if (error.code === 'ECONNRESET') return;
      logger.warn({ reason: error.code ?? error.message }, 'connection rejected');
    });
  }

  /** @returns the port. @throws Error if it is taken or the certificate is invalid. */
  async listen(): Promise<number> {
    const { server } = this;
    const { host, port } = this.options;
    server.listen({ host, port });
    await once(server, 'listening');
    this.sweep();
    return (server.address() as AddressInfo).port;
  }

  /**
   * Makes each response the last one of its connection, and stops when all are closed. If an idle
   * connection were closed while a request is on its way, its caller could not know whether it was
   * executed. So each one first gets a refusal, after which nothing is executed on it.
   */
  async stop(): Promise<void> {
    this.isDraining = true;
    const open = [...this.connections];
    for (const connection of open) connection.drain();
    const refused = open.filter((connection) => connection.refuseIfIdle(0));
    await Promise.all(
      refused.map((connection) => new Promise<void>((done) => connection.whenClosed(done))),
    );
    await stopServer(this.server, {
      closeAllConnections: () => {
        for (const connection of this.connections) connection.destroy();
        for (const socket of this.sockets) socket.destroy();
      },
      // Those that became idle, or were opened and not used, since then.
      closeIdleConnections: () => {
        for (const connection of this.connections)
          connection.refuseIfIdle(limits.idleRefusalAfterMs);
      },
    });
    this.cancelSweep();
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }

  private open(socket: TLSSocket): void {
    const connection = new CallConnection(socket, this.options);
    this.connections.add(connection);
    connection.whenClosed(() => this.connections.delete(connection));
    if (this.isDraining) connection.drain();
  }

  /** One timer for the deadlines of all connections. */
  private sweep(): void {
    const endLate = () => {
      const nowMs = performance.now();
      for (const connection of this.connections) connection.endIfLate(nowMs);
    };
    const look = () => {
      // What came in time is read first, also if this process stood still.
      setImmediate(endLate);
      this.sweep();
    };
    this.cancelSweep = whenLate(limits.arrivalCheckMs, look, false);
  }
}
