import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, Server as NetServer } from 'node:net';
import type { ExecutionResult } from 'graphql';
import type { Registry } from 'prom-client';
import type { AnswerLimits } from '../graphql/answer-budget';
import { AnswerSlot } from '../graphql/answer-slot';
import { tooManyBytes } from '../graphql/errors';
import type { Execute, GraphqlRequest } from '../graphql/execute';
import { encodeJsonWithin } from '../graphql/json-chunks';
import { withinRedisWait } from '../redis/wait-budget';
import { publicError } from '../requests/public-error';
import type { Logger } from '../telemetry/logger';
import { traced } from '../telemetry/tracing';
import { ByteBudget } from '../values/byte-budget';
import { whenLate } from '../values/when-late';
import { type ReadBody, readBody } from './body';
import { callerOf, demandCaller, Refusal } from './caller';
import { DrainedConnections } from './drained-connections';
import * as limits from './limits';
import { countServedCalls } from './metrics';
import { rotatingSecret, type SecretSource } from './rotating-secret';
import { nameOf, type TlsIdentity } from './tls';
import { readViewer, type SignedViewer } from './viewer-signature';

/** A schema and the processes that may call it, by certificate name. */
export interface ServedSchema {
  readonly execute: Execute;
  readonly callers: readonly string[];
  /** The limits of answers; if absent, only the limit of the caller applies. */
  readonly answerLimits?: Pick<AnswerLimits, 'answerBytes'>;
}

export interface ServeOptions {
  readonly public: ServedSchema;
  readonly internal: ServedSchema;
  /** The answer to POST /ready, for callers of the public schema. Never rejects. */
  readonly isReady: () => Promise<boolean>;
  readonly tls: TlsIdentity;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly viewerSecret: SecretSource;
  /** How long a call may wait for Redis. Default: 50. */
  readonly redisWaitMs?: number;
  /** The registry of metrics; if absent, calls are not counted. */
  readonly registry?: Registry;
  readonly logger: Logger;
}

export interface ServedExecute {
  readonly port: number;
  /** Accepts no new calls, waits for open ones up to a deadline, and closes. */
  stop(): Promise<void>;
}

const defaultRedisWaitMs = 50;

function readRequest(body: ReadBody): GraphqlRequest {
  if (body.kind === 'tooLong') throw new Refusal(413, 'The request is too long.');
  try {
    const parsed = JSON.parse(body.text) as GraphqlRequest;
    if (typeof parsed.query === 'string') return parsed;
  } catch {
    // The error is reported below, without the parser's message, which would quote the request.
  }
  throw new Refusal(400, 'The body is not a GraphQL request in JSON.');
}

function answer(response: ServerResponse, status: number, body: object): void {
  send(response, status, JSON.stringify(body));
}

/** An answer that is too long is not encoded to its end: the caller would reject it anyway. */
async function answerWithin(
  bytesMax: number,
  response: ServerResponse,
  result: ExecutionResult,
): Promise<void> {
  const body = await encodeJsonWithin(bytesMax, result);
  if (body !== null) return send(response, 200, body);
  return answer(response, 200, { data: null, errors: [tooManyBytes(bytesMax)] });
}

function send(response: ServerResponse, status: number, body: string | Buffer): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** Aborts reads and waits when the caller disconnects or the deadline passes, never a commit. */
function signalOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const end = (message: string) => controller.abort(publicError('TIMEOUT', message));
  const cancel = whenLate(limits.callDeadlineMs, () => end('The answer took too long.'));
  response.once('close', () => {
    cancel();
    if (!response.writableFinished) end('The caller disconnected.');
  });
  return controller.signal;
}

/** The memory for a body: its announced length, or the maximum if none is announced. */
function announcedBytes({ headers }: IncomingMessage): number {
  const announced = Number(headers['content-length'] ?? limits.requestBytesMax);
  return Math.min(announced, limits.requestBytesMax);
}

async function run(
  schema: ServedSchema,
  signed: SignedViewer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const signal = signalOf(response);
  const call = readRequest(await readBody(request, limits.requestBytesMax));
  const { traceparent, 'x-reads': reads } = request.headers;
  const parent = typeof traceparent === 'string' ? traceparent : undefined;
  const answerSlot = new AnswerSlot(signal);
  const caller = callerOf(request);
  const mayReadReplicas = reads === 'replicas' && request.url === '/public';
  try {
    const result = await traced(`answer ${request.url}`, { role: 'server', parent }, () =>
      schema.execute(call, { ...signed, caller, signal, answerSlot, mayReadReplicas }),
    );
    const bytesMax = schema.answerLimits?.answerBytes ?? limits.answerBytesMax;
    await answerWithin(bytesMax, response, result);
  } finally {
    answerSlot.release();
  }
}

/** Handles the calls of one server. */
function callHandler(options: ServeOptions) {
  const { logger } = options;
  const secrets = rotatingSecret(options.viewerSecret);
  const to = nameOf(options.tls);
  const schemas = new Map([
    ['/public', options.public],
    ['/internal', options.internal],
    // Readiness is not a schema, but it has the same callers.
    ['/ready', options.public],
  ]);
  let open = 0;
  let accepted = 0;
  if (options.registry) countServedCalls(options.registry, () => accepted);
  const requests = new ByteBudget(limits.openRequestsBytesMax);

  /** Readiness needs no viewer and does not count as an open call. */
  const sendReadiness = async (request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    answer(response, 200, { isReady: await options.isReady() });
  };

  const schemaFor = (request: IncomingMessage): ServedSchema => {
    const schema = schemas.get(request.url ?? '');
    if (schema === undefined) throw new Refusal(404, 'Not found.');
    if (request.method !== 'POST') throw new Refusal(405, 'Use POST.');
    demandCaller(request, schema.callers, options.tls.changes);
    return schema;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const schema = schemaFor(request);
    if (request.url === '/ready') return sendReadiness(request, response);
    const header = request.headers['x-viewer'];
    const signed: SignedViewer | null =
      typeof header === 'string'
        ? readViewer(header, { from: callerOf(request), to }, secrets.accepted())
        : null;
    if (signed === null) throw new Refusal(401, 'The signature of the viewer is not valid here.');
    if (open > limits.openCallsMax) throw new Refusal(503, 'Too many calls are open.');
    const bytes = announcedBytes(request);
    if (!requests.reserve(bytes)) throw new Refusal(503, 'The open calls have too many bytes.');
    try {
      await run(schema, signed, request, response);
    } finally {
      requests.release(bytes);
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    open += 1;
    accepted += 1;
    try {
      await serve(request, response);
    } catch (error) {
      if (error instanceof Refusal) {
        logger.warn({ status: error.status, caller: callerOf(request) }, error.message);
        // The rest of the request is not read, so the connection cannot be reused.
        if (!request.complete) response.setHeader('connection', 'close');
        answer(response, error.status, { message: error.message });
        return;
      }
      if (response.destroyed) return;
      logger.error({ err: error }, 'call failed');
      answer(response, 500, { message: 'The call failed.' });
    } finally {
      open -= 1;
    }
  };
  const { redisWaitMs = defaultRedisWaitMs } = options;
  return (request: IncomingMessage, response: ServerResponse): void =>
    withinRedisWait(redisWaitMs, response, () => void handle(request, response));
}

const contextOf = ({ ca, cert, key }: TlsIdentity) =>
  ({ ca, cert, key, minVersion: 'TLSv1.3' }) as const;

/**
 * Serves both schemas of a subgraph to the other processes over mutual TLS: POST /public and
 * /internal, each for the certificates it names, with a signed viewer.
 * @throws Error if the port is taken or the certificate is invalid.
 */
export async function serveExecute(options: ServeOptions): Promise<ServedExecute> {
  const { tls, host, logger } = options;
  const handle = callHandler(options);
  const server: Server = createServer(
    {
      ...contextOf(tls),
      requestCert: true,
      rejectUnauthorized: true,
      headersTimeout: limits.headersArrivalMs,
      requestTimeout: limits.requestArrivalMs,
      connectionsCheckingInterval: limits.arrivalCheckMs,
      keepAliveTimeout: limits.keepAliveMs,
      maxHeaderSize: limits.headersBytesMax,
      noDelay: true,
    },
    (request, response) => {
      if (connections.accept(request, response)) void handle(request, response);
    },
  );
  const connections = new DrainedConnections(server);
  server.maxConnections = limits.connectionsMax;
  // A worker of a cluster would otherwise offer the connection to its supervisor again.
  Object.assign(server, { dropMaxConnection: true });
  tls.changes?.onChange((identity) => server.setSecureContext(contextOf(identity)));
  server.on('tlsClientError', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET') return;
    logger.warn({ reason: error.code ?? error.message }, 'connection rejected');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port: options.port }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    stop: async () => {
      await connections.drain();
      await stopServer(server, () => connections.refuseIdle());
    },
  };
}

/** Stops a server. Connections that are busy when the stop begins are closed once they are idle. */
export async function stopServer(
  server: StoppableServer,
  closeIdle: () => void = () => server.closeIdleConnections(),
): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), limits.drainDeadlineMs);
  const sweep = setInterval(closeIdle, limits.idleSweepPauseMs);
  try {
    await new Promise<void>((resolve) => {
      // An HTTP server's own method would close idle connections, too, and requests on their way.
      NetServer.prototype.close.call(server, () => resolve());
      closeIdle();
    });
  } finally {
    clearTimeout(cut);
    clearInterval(sweep);
  }
}

type StoppableServer = Pick<HttpServer, 'closeAllConnections' | 'closeIdleConnections'> & NetServer;
