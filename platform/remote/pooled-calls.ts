import { checkServerIdentity, createSecureContext, type PeerCertificate } from 'node:tls';
import { whenAborted } from '../requests/when-aborted';
import { ByteBudget } from '../values/byte-budget';
import * as limits from './limits';
import type { RemoteMetrics } from './metrics';
import type { TlsChanges, TlsIdentity } from './tls';
import type { Target } from './wire/connection';
import { ConnectionPool, type WaitingCall } from './wire/connection-pool';
import { requestWriter, type SentCall } from './wire/request';

export interface Call extends SentCall {
  readonly path: '/public' | '/internal' | '/ready';
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

/** What the calls of one pool share. */
interface CallDependencies {
  readonly name: string;
  readonly pool: ConnectionPool;
  readonly metrics: RemoteMetrics;
  /** Called once for each call, whatever its result. */
  readonly onEnd: (call: PooledCall) => void;
}

/**
 * A call to another process. It records its duration and whether its connection was stale, and is
 * sent again where that is safe.
 */
class PooledCall implements WaitingCall {
  private requestedAtMs = performance.now();
  private connectedAtMs = this.requestedAtMs;
  private isReused = false;
  private hasStatus = false;
  private resends = 0;
  private isEnded = false;
  private readonly stopWaiting: () => void;

  constructor(
    private readonly dependencies: CallDependencies,
    readonly request: string,
    readonly bodyBytes: number,
    readonly signal: AbortSignal,
    private isStaleAllowed: boolean,
    private readonly resolve: (text: string) => void,
    private readonly reject: (error: Error) => void,
  ) {
    this.stopWaiting = whenAborted(signal, () => {
      dependencies.pool.abort(this);
      this.onFailure(signal.reason as Error);
    });
  }

  onSent(isReused: boolean): void {
    this.isReused = isReused;
    this.connectedAtMs = performance.now();
    this.dependencies.metrics.connected(isReused, this.connectedAtMs - this.requestedAtMs);
  }

  onHead(): void {
    this.hasStatus = true;
    this.dependencies.metrics.answered(performance.now() - this.connectedAtMs);
  }

  onAnswer(status: number, text: string): void {
    if (status !== 200) return this.fail(statusError(this.dependencies.name, status, text));
    this.end();
    this.resolve(text);
  }

  onNotConnected(error: Error): void {
    const isLost = (error as NodeJS.ErrnoException).code === 'ECONNRESET';
    this.fail(isLost ? new NotSent(error.message, { cause: error }) : error);
  }

  onFailure(error: Error): void {
    const isStale = this.isReused && !this.hasStatus;
    this.fail(isStale ? new StaleConnection(error.message, { cause: error }) : error);
  }

  private fail(error: Error): void {
    // The connection of a call that was aborted fails later.
    if (this.isEnded) return;
    if (this.mayResend(error)) {
      this.resends += 1;
      this.requestedAtMs = performance.now();
      this.isReused = false;
      this.hasStatus = false;
      this.dependencies.pool.dispatch(this);
      return;
    }
    this.end();
    this.reject(error);
  }

  private mayResend(error: Error): boolean {
    if (this.signal.aborted || this.resends === limits.resendsMax) return false;
    if (error instanceof NotExecuted || error instanceof NotSent) return true;
    // A connection that was closed while idle says nothing about the health of the process.
    const isAllowed = error instanceof StaleConnection && this.isStaleAllowed;
    this.isStaleAllowed = false;
    return isAllowed;
  }

  private end(): void {
    this.isEnded = true;
    this.stopWaiting();
    this.dependencies.onEnd(this);
  }
}

/** Where calls go; the certificate and the authority are those of the newest identity. */
function targets({ url, name, tls }: PooledCallsOptions) {
  const { protocol, hostname, port } = new URL(url);
  const isSecure = protocol === 'https:';
  const place = {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port || (isSecure ? 443 : 80)),
  };
  const targetOf = ({ ca, cert, key }: TlsIdentity): Target => {
    if (!isSecure) return { ...place, tls: null };
    const context = createSecureContext({ ca, cert, key, minVersion: 'TLSv1.3' });
    const check = (host: string, shown: PeerCertificate) => serverFault(host, shown, tls.changes);
    return { ...place, tls: { name, context, checkServerIdentity: check } };
  };
  let current = targetOf(tls);
  return {
    current: () => current,
    renew: (identity: TlsIdentity) => {
      current = targetOf(identity);
    },
  };
}

/**
 * A pool of kept-alive connections to one process, with one call at a time on each; the most
 * recently used is preferred. Calls beyond the queue limit are rejected.
 */
export function pooledCalls(options: PooledCallsOptions): PooledCalls {
  const { url, name, tls, metrics, connections = limits.socketsMax } = options;
  const target = targets(options);
  const pool = new ConnectionPool({
    connectionsMax: connections,
    target: target.current,
    limits: {
      bytesMax: limits.answerBytesMax,
      budget: new ByteBudget(limits.openAnswersBytesMax),
    },
    connectDeadlineMs: limits.connectDeadlineMs,
    callDeadlineMs: limits.callDeadlineMs,
  });
  tls.changes?.onChange((identity) => {
    target.renew(identity);
    pool.renew();
  });
  const requests = new ByteBudget(limits.openRequestsBytesMax);
  const write = requestWriter(new URL(url).host);
  let open = 0;
  const onEnd = ({ bodyBytes }: PooledCall) => {
    open -= 1;
    requests.release(bodyBytes);
  };
  const dependencies: CallDependencies = { name, pool, metrics, onEnd };
  // One promise for each call, however often it is sent.
  const call = (given: Call, isRetryable: boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      const { signal, body } = given;
      signal.throwIfAborted();
      const bytes = Buffer.byteLength(body);
      const request = write(given, bytes);
      if (open >= connections + limits.waitingCallsMax || !requests.reserve(bytes)) {
        throw new Error(`Too many calls to ${name} are waiting.`);
      }
      open += 1;
      pool.dispatch(
        new PooledCall(dependencies, request, bytes, signal, isRetryable, resolve, reject),
      );
    });
  return { call, close: () => pool.close() };
}
