import { Client, type Dispatcher, Pool } from 'undici';
import { ByteBudget } from '../values/byte-budget';
import { BufferedResponse, type TextResponse } from './buffered-response';
import * as limits from './limits';
import type { RemoteMetrics } from './metrics';
import type { TlsIdentity } from './tls';

export interface Call {
  readonly path: '/public' | '/internal' | '/ready';
  readonly body: string;
  /** Signed; undefined for what is asked on nobody's behalf. */
  readonly viewer: string | undefined;
  /** The trace that the call belongs to, as W3C writes it; undefined when nobody looks. */
  readonly traceparent: string | undefined;
  readonly signal: AbortSignal;
}

export interface PooledCalls {
  /**
   * @param isRetryable whether it may be sent twice, because it changes nothing.
   * @returns the body of an answer of 200. Rejects on everything else.
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
  /** At most; `socketsMax` when left out. */
  readonly connections?: number;
}

/** There was an answer, which is more than none, but not the one that was asked for. */
export class UnexpectedStatus extends Error {}

/** The other side does not know the secret that the viewer was signed with: nothing was done. */
export class UnknownSignature extends UnexpectedStatus {}

/** The connection was lost before there was an answer, after it had carried other calls. */
class StaleConnection extends Error {}

/** What the pool's connections tell a call beyond undici's own interface. */
interface ConnectionAwareHandler extends Dispatcher.DispatchHandler {
  onConnection?(isReused: boolean): void;
}

/** One connection, which knows whether the call that it is about to send is its first. */
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

function statusError(name: string, status: number, text: string): Error {
  const said = `${name} answered ${status}: ${text.slice(0, 200)}`;
  return status === 401 ? new UnknownSignature(said) : new UnexpectedStatus(said);
}

/** A call to another process: it tells how long it took, and whether its connection was stale. */
class PooledCall extends BufferedResponse implements ConnectionAwareHandler {
  private readonly askedAtMs = performance.now();
  private connectedAtMs = this.askedAtMs;
  private isReused = false;

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
    this.connectedAtMs = performance.now();
    this.metrics.connected(this.isReused, this.connectedAtMs - this.askedAtMs);
  }

  override onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    super.onResponseStart(controller, status);
    this.metrics.answered(performance.now() - this.connectedAtMs);
  }

  override onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const isStale = this.isReused && this.status === 0;
    this.fail(isStale ? new StaleConnection(error.message, { cause: error }) : error);
  }
}

/**
 * One pool of connections to one process: kept alive, one call at a time each, the one that was used
 * last first. What would wait behind too many others is refused.
 */
export function pooledCalls(options: PooledCallsOptions): PooledCalls {
  const { url, name, tls, metrics, connections = limits.socketsMax } = options;
  const pool = new Pool(url, {
    connections,
    pipelining: 1,
    allowH2: false,
    connect: {
      ...tls,
      servername: name,
      minVersion: 'TLSv1.3',
      timeout: limits.connectDeadlineMs,
    },
    headersTimeout: limits.callDeadlineMs,
    bodyTimeout: limits.callDeadlineMs,
    factory: (origin, given) => new Connection(origin, given as Client.Options),
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
  let open = 0;
  const call = async (given: Call, isRetryable: boolean): Promise<string> => {
    const bytes = Buffer.byteLength(given.body);
    if (open >= connections + limits.waitingCallsMax || !requests.reserve(bytes)) {
      throw new Error(`Too many calls to ${name} are waiting.`);
    }
    open += 1;
    try {
      return await once(given).catch((error: unknown) => {
        // A connection that the other side closed while it was idle says nothing of that side.
        const isStale = error instanceof StaleConnection;
        if (isStale && isRetryable && !given.signal.aborted) return once(given);
        throw error;
      });
    } finally {
      open -= 1;
      requests.release(bytes);
    }
  };
  return { call, close: () => void pool.destroy() };
}
