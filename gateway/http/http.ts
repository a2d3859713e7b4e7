import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Server as TlsServer } from 'node:tls';
import { promisify } from 'node:util';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { urlHost } from '../../platform/net/url-host';
import type { FollowedKeyPair } from '../../platform/remote/follow-tls';
import type { KeyPair } from '../../platform/remote/tls';
import { requestIdOf } from '../../platform/requests/request-id';
import { badRequest, type ErrorDisplay, gatewayError } from '../errors';
import { newExchange } from './exchange';
import { inTurn } from './in-turn';
import {
  drainDeadlineMs,
  firstRequestGraceMs,
  headersArrivalMs,
  headersBytesMax,
  idleSweepPauseMs,
  keepAliveMs,
  lateRequestsCheckMs,
  requestArrivalMs,
} from './limits';
import { isPage } from './media-types';
import { startedRequest } from './started-requests';
import { refuseUnread } from './unread-requests';

/** What gets each request before Fastify does, which is `next`. Set before the port is opened. */
export interface FirstHandler {
  take: (request: IncomingMessage, response: ServerResponse, next: RequestListener) => void;
}

export interface HttpOptions {
  readonly clientAddressOf: (request: IncomingMessage) => string;
  readonly cors: (
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<FastifyReply | undefined>;
  readonly headers: Readonly<Record<string, string>>;
  readonly display: ErrorDisplay;
  /** Sends the page for people at an address with nothing. */
  readonly sendNotFound: (reply: FastifyReply) => FastifyReply;
  readonly refuse: (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;
  readonly isDraining: () => boolean;
  /** Whether a Host header is served. */
  readonly isServed: (host: string) => boolean;
  readonly first: FirstHandler;
  /** The certificate of the port; null: it speaks HTTP. */
  readonly tls: FollowedKeyPair | null;
}

/** Node accepts any text as a host, but later code builds URLs from it. */
const hostPattern = /^([\w.-]+|\[[0-9a-fA-F:.]+\])(:\d{1,5})?$/;

/** Node exposes only the first of two Host headers; a proxy may have used the other. */
function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let place = 0; place < rawHeaders.length; place += 2) {
    const name = rawHeaders[place];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

/**
 * Why a request is rejected that a proxy and this server could interpret differently, or that asks
 * for a host that is not served; null if neither.
 */
export function addressFault(
  request: IncomingMessage,
  isServed: HttpOptions['isServed'],
): string | null {
  const { host = '' } = request.headers;
  if (hasTwoHosts(request) || !hostPattern.test(host)) return 'Send one well-formed Host header.';
  if (request.url?.includes('#')) return 'Send the URL without the part from "#" on.';
  return isServed(host) ? null : 'This host is not served: add it to server.allowedHosts.';
}

/** Connections without a request so far; Node does not count them as idle. */
const unused = new WeakMap<FastifyInstance['server'], Map<string, Socket>>();

/** The same for a TLS connection and the TCP connection below it, which has an event of its own. */
const clientOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;

function trackUnused(server: FastifyInstance['server']): void {
  const sockets = new Map<string, Socket>();
  unused.set(server, sockets);
  server.on('connection', (socket: Socket) => {
    const client = clientOf(socket);
    sockets.set(client, socket);
    socket.once('close', () => {
      if (sockets.get(client) === socket) sockets.delete(client);
    });
  });
  server.on('request', ({ socket }: IncomingMessage) => {
    // Reading the addresses of a socket costs more than the rest, and there is seldom one.
    if (sockets.size > 0) sockets.delete(clientOf(socket));
  });
}

const contextOf = ({ cert, key }: KeyPair) => ({ cert, key, minVersion: 'TLSv1.2' }) as const;

/** Fastify passes these to its own servers only. */
const settings = {
  // Node would refuse it itself, without a request id.
  requireHostHeader: false,
  headersTimeout: headersArrivalMs,
  requestTimeout: requestArrivalMs,
  connectionsCheckingInterval: lateRequestsCheckMs,
  keepAliveTimeout: keepAliveMs,
  maxHeaderSize: headersBytesMax,
};

function serverOf(tls: FollowedKeyPair | null, onRequest: RequestListener) {
  if (tls === null) return createServer(settings, onRequest);
  const server = createTlsServer(
    { ...contextOf(tls), ...settings, handshakeTimeout: headersArrivalMs },
    onRequest,
  );
  tls.onChange((pair) => server.setSecureContext(contextOf(pair)));
  return server;
}

/** An HTTP server with request ids and GraphQL-style errors in all responses. */
export function createHttp(options: HttpOptions): FastifyInstance {
  let next: RequestListener;
  const turns = inTurn((request, response) => options.first.take(request, response, next));
  const app = Fastify({
    serverFactory: (handle: RequestListener) => {
      next = handle;
      return serverOf(options.tls, turns.take);
    },
    logger: false,
    genReqId: (request) => startedRequest(request)?.exchange.requestId ?? requestIdOf(request),
    // While draining, requests on open connections are still served.
    return503OnClosing: false,
    // Monitors send HEAD, and people type a slash at the end.
    exposeHeadRoutes: true,
    routerOptions: { ignoreTrailingSlash: true },
    clientErrorHandler: (error, socket) =>
      refuseUnread(error, socket, turns.lastOn, options.display),
    frameworkErrors: (error, request, reply) => {
      request.exchange = newExchange(request.id, options.clientAddressOf(request.raw));
      reply.header('x-request-id', request.id).headers(options.headers);
      return options.refuse(error, request, reply);
    },
  });
  trackUnused(app.server);
  // An unknown expectation may be ignored (RFC 9110, 10.1.1). Node would refuse it without an id.
  app.server.on('checkExpectation', (...asked) => app.server.emit('request', ...asked));
  app.decorateRequest('exchange');
  app.addHook('onRequest', async (request, reply) => {
    const { id, raw, headers } = request;
    request.exchange =
      startedRequest(raw)?.exchange ?? newExchange(id, options.clientAddressOf(raw), headers);
    reply.header('x-request-id', id).headers(options.headers);
    if (options.isDraining()) reply.header('connection', 'close');
    const answered = await options.cors(request, reply);
    if (answered) return answered;
    const fault = addressFault(raw, options.isServed);
    if (fault !== null) throw badRequest(fault);
    return undefined;
  });
  app.setErrorHandler(options.refuse);
  app.setNotFoundHandler((request, reply) => {
    if (isPage(request)) return options.sendNotFound(reply.code(404));
    throw gatewayError('NOT_FOUND', 'There is nothing at this address.');
  });
  return app;
}

/** @returns its URL on this machine. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  await app.listen({ host, port });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : urlHost(host);
  const scheme = app.server instanceof TlsServer ? 'https' : 'http';
  return `${scheme}://${name}:${address.port}`;
}

const connectionsOf = promisify<FastifyInstance['server'], number>((server, onCounted) =>
  server.getConnections(onCounted),
);

/** Closes the port, and waits until no connection is left or the time is over. */
async function untilDisconnected({ server }: FastifyInstance, graceMs: number): Promise<void> {
  // An HTTP server's own method would close idle connections, too.
  if (server.listening) NetServer.prototype.close.call(server);
  const deadline = performance.now() + graceMs;
  while (performance.now() < deadline && (await connectionsOf(server)) > 0) {
    await pause(idleSweepPauseMs);
  }
}

/**
 * Waits for open requests until the deadline, then closes their connections. Connections that are
 * busy when the stop begins are closed once they are idle.
 * @param graceMs time for idle connections to bring one more request.
 */
export async function stopHttp(app: FastifyInstance, graceMs: number): Promise<void> {
  await untilDisconnected(app, graceMs);
  const cut = setTimeout(() => app.server.closeAllConnections(), drainDeadlineMs);
  const cutUnused = setTimeout(() => {
    for (const socket of unused.get(app.server)?.values() ?? []) socket.destroy();
  }, firstRequestGraceMs);
  const sweep = setInterval(() => app.server.closeIdleConnections(), idleSweepPauseMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
    clearTimeout(cutUnused);
    clearInterval(sweep);
  }
}
