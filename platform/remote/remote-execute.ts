import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent, request as openRequest } from 'node:https';
import type { Socket } from 'node:net';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { signViewer } from '../auth/viewer-signature';
import { publicError } from '../graphql/errors';
import type { Execute } from '../graphql/execute';
import type { Logger } from '../telemetry/logger';
import { readBody } from './body';
import * as limits from './limits';
import type { TlsIdentity } from './tls';

export interface RemoteOptions {
  /** Origin under which the part is reached, e.g. `https://127.0.0.1:4101`. */
  readonly url: string;
  /** The name that its certificate must have, wherever it is reached. */
  readonly name: string;
  readonly tls: TlsIdentity;
  readonly viewerSecret: string;
  readonly logger: Logger;
}

export interface RemoteSubgraph {
  readonly public: Execute;
  readonly internal: Execute;
  close(): void;
}

interface Call {
  readonly path: '/public' | '/internal';
  readonly body: string;
  readonly viewer: string;
  readonly signal: AbortSignal;
}

/** The connection failed, on a socket that had been used before or on a fresh one. */
class ConnectionFailure extends Error {
  constructor(
    readonly reused: boolean,
    cause: unknown,
  ) {
    super((cause as Error).message, { cause });
  }
}

/** A word is enough: where it is missing there is no mutation, and where it is, none is risked. */
const mayChange = (query: string): boolean => /\bmutation\b/.test(query);

interface WireResult extends Omit<ExecutionResult, 'errors'> {
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Errors come as plain objects; rooms and gateway tell their own by the class and its code. */
function resultOf(text: string): ExecutionResult {
  const { errors, ...result } = JSON.parse(text) as WireResult;
  if (errors === undefined) return result;
  return {
    ...result,
    errors: errors.map(
      ({ message, path, extensions }) => new GraphQLError(message, { path, extensions }),
    ),
  };
}

/** A host that answers nothing at all would otherwise be waited for as long as for an answer. */
function endLateConnection(sent: ClientRequest, socket: Socket): void {
  if (!socket.connecting) return;
  const end = () => sent.destroy(new Error('There was no connection in time.'));
  const timer = setTimeout(end, limits.connectDeadlineMs);
  const settle = () => clearTimeout(timer);
  socket.once('secureConnect', settle).once('close', settle);
}

function send(agent: Agent, origin: URL, call: Call): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = openRequest({
      agent,
      host: origin.hostname,
      port: origin.port,
      path: call.path,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(call.body),
        'x-viewer': call.viewer,
      },
      timeout: limits.callDeadlineMs,
      // Ends the call with the caller's deadline: the other side notices, and stops as well.
      signal: call.signal,
    });
    sent.once('socket', (socket) => endLateConnection(sent, socket));
    sent.once('timeout', () => sent.destroy(new Error('It did not answer in time.')));
    sent.once('response', resolve);
    sent.on('error', (error) => reject(new ConnectionFailure(sent.reusedSocket, error)));
    sent.end(call.body);
  });
}

/** One pool of connections to one part; what would wait behind too many others is refused. */
function pooledCalls({ url, name, tls }: RemoteOptions) {
  const origin = new URL(url);
  const agent = new Agent({
    ...tls,
    keepAlive: true,
    maxSockets: limits.socketsMax,
    maxFreeSockets: limits.idleSocketsMax,
    scheduling: 'lifo',
    servername: name,
    minVersion: 'TLSv1.3',
  });
  let open = 0;
  const once = async (call: Call): Promise<string> => {
    const response = await send(agent, origin, call);
    const body = await readBody(response, limits.answerBytesMax).catch((error: unknown) => {
      throw new ConnectionFailure(false, error);
    });
    if (body.kind === 'tooLong') {
      response.destroy();
      throw new Error(`${name} answered more than ${limits.answerBytesMax} bytes.`);
    }
    if (response.statusCode === 200) return body.text;
    throw new Error(`${name} answered ${response.statusCode}: ${body.text.slice(0, 200)}`);
  };
  const call = async (given: Call, isRepeatable: boolean): Promise<string> => {
    if (open >= limits.socketsMax + limits.waitingCallsMax) {
      throw new Error(`Too many calls to ${name} are waiting.`);
    }
    open += 1;
    try {
      return await once(given).catch((error: unknown) => {
        // A connection that the other side closed while it was idle says nothing of that side.
        const stale = error instanceof ConnectionFailure && error.reused;
        if (stale && isRepeatable && !given.signal.aborted) return once(given);
        throw error;
      });
    } finally {
      open -= 1;
    }
  };
  return { call, close: () => agent.destroy() };
}

/**
 * A subgraph behind a connection, with the same face as one in this process. Whatever keeps the
 * answer away (no connection, a refusal, HTTP 5xx) is SERVICE_UNAVAILABLE; of a mutation it is then
 * not known whether it took place, and it is never sent twice: its caller has a key for that.
 * @returns both schemas of it; each rejects with the signal's reason when that comes first.
 */
export function remoteSubgraph(options: RemoteOptions): RemoteSubgraph {
  const { name, viewerSecret, logger } = options;
  const pool = pooledCalls(options);
  const execute =
    (path: Call['path']): Execute =>
    async (request, { viewer, requestId, signal }) => {
      signal.throwIfAborted();
      const call: Call = {
        path,
        body: JSON.stringify(request),
        viewer: signViewer({ viewer, requestId }, viewerSecret),
        signal,
      };
      try {
        return resultOf(await pool.call(call, !mayChange(request.query)));
      } catch (error) {
        signal.throwIfAborted();
        logger.error({ err: error, service: name, requestId }, 'a service could not be called');
        throw publicError('SERVICE_UNAVAILABLE', 'A part of the system does not answer just now.');
      }
    };
  return { public: execute('/public'), internal: execute('/internal'), close: pool.close };
}
