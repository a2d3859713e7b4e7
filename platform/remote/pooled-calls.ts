import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { Client, type Dispatcher, Pool } from 'undici';
import { ByteBudget } from '../values/byte-budget';
import { BufferedResponse, type TextResponse } from './buffered-response';
import * as limits from './limits';
import type { RemoteMetrics } from './metrics';
import type { TlsChanges, TlsIdentity } from './tls';

export interface Call {
  readonly path: '/public' | '/internal' | '/ready';
  readonly body: string;
  /** The signed viewer; undefined for calls without one. */
  readonly viewer: string | undefined;
  /** The W3C `traceparent` of the call; undefined without tracing. */
  readonly traceparent: string | undefined;
  readonly signal: AbortSignal;
}

export interface PooledCalls {
  /**
   * @param isRetryable whether it may be sent twice because it changes nothing.
   * @returns the body of a response with status 200; rejects otherwise.
   */
  call(given: Call, isRetryable: boolean): Promise<string>;
  close(): void;
}

export interface PooledCallsOptions {
  readonly url: string;
  /** The name that the other side's certificate must have. */
  readonly name: string;
  readonly tls: TlsIdentity;
  readonly metrics: RemoteMetrics;
  /** Maximum number of connections. Default: `socketsMax`. */
  readonly connections?: number;
}

/** The process answered, but with another status than 200. */
export class UnexpectedStatus extends Error {}

/** The callee does not know the secret of the signature; it did nothing. */
export class UnknownSignature extends UnexpectedStatus {}

/** The process stops, and has not executed the call. */
class NotExecuted extends UnexpectedStatus {}

/**
 * A new connection was closed before it carried the call, e.g. by a process that was just replaced.
 */
class NotSent extends Error {}

/** A reused connection was lost before the response. */
class StaleConnection extends Error {}

/** What connections of the pool report to a call beyond undici's interface. */
interface ConnectionAwareHandler extends Dispatcher.DispatchHandler {
  onConnection?(isReused: boolean): void;
}

/** A connection that knows whether it has carried a call before. */
class Connection extends Client {
  private isFresh = true;

  constructor(origin: string | URL, options: Client.Options) {
    super(origin, options);
    this.on('connect', () => {
      this.isFresh = true;
    });
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: ConnectionAwareHandler): boolean {
    const onRequestStart = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (controller, context) => {
      handler.onConnection?.(!this.isFresh);
      this.isFresh = false;
      onRequestStart?.(controller, context);
    };
    return super.dispatch(options, handler);
  }
}

/** Why a server is not the one that was called; undefined if it is. */
function serverFault(
  name: string,
  shown: PeerCertificate,
  changes: TlsChanges | undefined,
): Error | undefined {
  const fault = checkServerIdentity(name, shown);
  if (fault !== undefined) return fault;
  const isRevoked = changes?.isRevoked(shown.serialNumber) ?? false;
  return isRevoked ? new Error(`The certificate of ${name} has been revoked.`) : undefined;
}

function statusError(name: string, status: number, text: string): Error {
  const said = `${name} answered ${status}: ${text.slice(0, 200)}`;
  if (status === 421) return new NotExecuted(said);
  return status === 401 ? new UnknownSignature(said) : new UnexpectedStatus(said);
}

/** A call to another process, which records its duration and whether its connection was stale. */
class PooledCall extends BufferedResponse implements ConnectionAwareHandler {
  private readonly requestedAtMs = performance.now();
  private connectedAtMs = this.requestedAtMs;
  private isReused = false;
  private isSent = false;

  constructor(
    name: string,
    signal: AbortSignal,
    private readonly metrics: RemoteMetrics,
    answers: ByteBudget,
    resolve: (text: string) => void,
    reject: (error: Error) => void,
  ) {
    const read = ({ status, text }: TextResponse): void => {
      if (status === 200) resolve(text);
      else reject(statusError(name, status, text));
    };
    super(signal, limits.answerBytesMax, answers, read, reject);
  }

  onConnection(isReused: boolean): void {
    this.isReused = isReused;
  }

  override onRequestStart(controller: Dispatcher.DispatchController): void {
    super.onRequestStart(controller);
    if (this.signal.aborted) return;
    this.isSent = true;
    this.connectedAtMs = performance.now();
    this.metrics.connected(this.isReused, this.connectedAtMs - this.requestedAtMs);
  }

  override onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    super.onResponseStart(controller, status);
    this.metrics.answered(performance.now() - this.connectedAtMs);
  }

  override onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const isStale = this.isReused && this.status === 0;
    if (isStale) return this.fail(new StaleConnection(error.message, { cause: error }));
    const isLost = !this.isSent && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
    this.fail(isLost ? new NotSent(error.message, { cause: error }) : error);
  }
}

/**
 * A pool of keep-alive connections to one process, with one call at a time on each; the most
 * recently used is preferred. Calls beyond the queue limit are rejected.
 */
export function pooledCalls(options: PooledCallsOptions): PooledCalls {
  const { url, name, tls, metrics, connections = limits.socketsMax } = options;
  const newPool = ({ ca, cert, key }: TlsIdentity): Pool =>
    new Pool(url, {
      connections,
      pipelining: 1,
      allowH2: false,
      connect: {
        ca,
        cert,
        key,
        servername: name,
        minVersion: 'TLSv1.3',
        checkServerIdentity: (host, shown) => serverFault(host, shown, tls.changes),
        timeout: limits.connectDeadlineMs,
      },
      headersTimeout: limits.callDeadlineMs,
      bodyTimeout: limits.callDeadlineMs,
      factory: (origin, given) => new Connection(origin, given as Client.Options),
    });
  let pool = newPool(tls);
  tls.changes?.onChange((identity) => {
    const earlier = pool;
    pool = newPool(identity);
    // Its calls end, and the next ones connect with the new certificate.
    void earlier.close();
  });
  const requests = new ByteBudget(limits.openRequestsBytesMax);
  const answers = new ByteBudget(limits.openAnswersBytesMax);
  const once = ({ path, body, viewer, traceparent, signal }: Call): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers: Record<string, string> = { 'content-type': 'application/json' };
      if (viewer !== undefined) headers['x-viewer'] = viewer;
      if (traceparent !== undefined) headers.traceparent = traceparent;
      const exchange = new PooledCall(name, signal, metrics, answers, resolve, reject);
      pool.dispatch({ path, method: 'POST', headers, body }, exchange);
    });
  const resending = async (given: Call, isRetryable: boolean): Promise<string> => {
    let isStaleAllowed = isRetryable;
    const mayResend = (error: unknown): boolean => {
      if (error instanceof NotExecuted || error instanceof NotSent) return true;
      // A connection that was closed while idle says nothing about the health of the process.
      const isAllowed = error instanceof StaleConnection && isStaleAllowed;
      isStaleAllowed = false;
      return isAllowed;
    };
    for (let resends = 0; ; resends += 1) {
      try {
        return await once(given);
      } catch (error) {
        const isOver = given.signal.aborted || resends === limits.resendsMax;
        if (isOver || !mayResend(error)) throw error;
      }
    }
  };
  let open = 0;
  const call = async (given: Call, isRetryable: boolean): Promise<string> => {
    const bytes = Buffer.byteLength(given.body);
    if (open >= connections + limits.waitingCallsMax || !requests.reserve(bytes)) {
      throw new Error(`Too many calls to ${name} are waiting.`);
    }
    open += 1;
    try {
      return await resending(given, isRetryable);
    } finally {
      open -= 1;
      requests.release(bytes);
    }
  };
  return { call, close: () => void pool.destroy() };
}
