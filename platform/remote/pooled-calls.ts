import { whenAborted } from '../requests/when-aborted';
import type { Logger } from '../telemetry/logger';
import { ByteBudget } from '../values/byte-budget';
import { type Entry, LinkedList } from '../values/linked-list';
import {
  NotExecuted,
  NotSent,
  StaleConnection,
  statusError,
  UnexpectedStatus,
} from './call-errors';
import type { Balancing } from './instances/choose-instance';
import { InstanceBalancer } from './instances/instance-balancer';
import { addressOfUrl, type InstanceSource } from './instances/instance-source';
import * as limits from './limits';
import type { InstanceMetrics, RemoteMetrics } from './metrics';
import type { SilenceBreaker } from './silence-breaker';
import { targetsOf } from './targets';
import type { TlsIdentity } from './tls';
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
  call(request: Call, isRetryable: boolean): Promise<string>;
  /**
   * Whether an instance is ready; absent if there is only one.
   * @throws Error if none answers.
   */
  readonly isReady?: () => Promise<boolean>;
  /** Ends all calls that change nothing, or were not sent. */
  endCalls(reason: Error): void;
  close(): void;
}

/** The instances of a service that are called by turns. */
export interface ServiceInstances {
  readonly source: InstanceSource;
  readonly balancing: Balancing;
  readonly metrics: InstanceMetrics;
  readonly logger: Logger;
  readonly silenceMs: number;
  readonly retriesPerCall: number;
}

export interface PooledCallsOptions {
  /** Where the service is; with instances, only its scheme is used. */
  readonly url: string;
  /** The name that the other side's certificate must have. */
  readonly name: string;
  readonly tls: TlsIdentity;
  readonly metrics: RemoteMetrics;
  /** Maximum number of connections, of each instance if there are several. Default: `socketsMax`. */
  readonly connections?: number;
  /** Absent if the URL is that of the only instance. */
  readonly instances?: ServiceInstances | undefined;
  /** Absent for questions whether the service is ready. */
  readonly silence?: Pick<SilenceBreaker, 'admit' | 'onAnswer'>;
}

/** Sends calls over connections. */
interface CallRoute {
  dispatch(call: WaitingCall): void;
  abort(call: WaitingCall, reason: unknown): void;
  /** Whether another instance may get the call; absent if there is only one. */
  mayTryAnother?(call: WaitingCall, isSent: boolean): boolean;
  /** Takes the call from an ejected instance if another may get it. @returns whether it did. */
  takeBack?(call: WaitingCall, isSent: boolean): boolean;
}

/** What the calls of one pool share. */
interface CallDependencies {
  readonly name: string;
  readonly pool: CallRoute;
  readonly metrics: RemoteMetrics;
  readonly silence: PooledCallsOptions['silence'];
  /** Called once for each call, whatever its result. */
  readonly onEnd: (call: PooledCall) => void;
}

/**
 * A call to another process. It records its duration and whether its connection was stale, and is
 * sent again where that is safe.
 */
class PooledCall implements WaitingCall {
  /** Its place among the calls in progress. */
  place: Entry<PooledCall> | null = null;
  private requestedAtMs = performance.now();
  private connectedAtMs = this.requestedAtMs;
  private isReused = false;
  private isSent = false;
  private hasStatus = false;
  private resends = 0;
  private isEnded = false;
  private isStaleAllowed: boolean;
  private readonly stopWaiting: () => void;

  constructor(
    private readonly dependencies: CallDependencies,
    readonly request: string,
    readonly bodyBytes: number,
    readonly signal: AbortSignal,
    private readonly isRetryable: boolean,
    private readonly resolve: (text: string) => void,
    private readonly reject: (error: Error) => void,
  ) {
    this.isStaleAllowed = isRetryable;
    this.stopWaiting = whenAborted(signal, () => {
      dependencies.pool.abort(this, signal.reason);
      this.onFailure(signal.reason as Error);
    });
  }

  onSent(isReused: boolean): void {
    this.isSent = true;
    this.isReused = isReused;
    this.connectedAtMs = performance.now();
    this.dependencies.metrics.connected(isReused, this.connectedAtMs - this.requestedAtMs);
  }

  onHead(): void {
    this.hasStatus = true;
    const { metrics, silence } = this.dependencies;
    const nowMs = performance.now();
    metrics.answered(nowMs - this.connectedAtMs);
    silence?.onAnswer(nowMs);
  }

  onAnswer(status: number, text: string): void {
    if (status !== 200) return this.fail(statusError(this.dependencies.name, status, text));
    this.end();
    this.resolve(text);
  }

  onNotConnected(error: Error): void {
    const isLost = (error as NodeJS.ErrnoException).code === 'ECONNRESET';
    this.fail(isLost ? new NotSent(error.message, { cause: error }) : error, false);
  }

  onFailure(error: Error): void {
    const isStale = this.isReused && !this.hasStatus;
    this.fail(isStale ? new StaleConnection(error.message, { cause: error }) : error);
  }

  /** Ends it, unless it may have changed something. */
  giveUp(reason: Error): void {
    if (this.hasStatus || (this.isSent && !this.isRetryable)) return;
    this.end();
    this.dependencies.pool.abort(this, reason);
    this.reject(reason);
  }

  /** Leaves an ejected instance for another one, unless it may have changed something. */
  moveOn(): void {
    if (this.hasStatus || (this.isSent && !this.isRetryable)) return;
    if (this.resends === limits.resendsMax) return;
    if (this.dependencies.pool.takeBack?.(this, this.isSent)) this.resend();
  }

  private fail(error: Error, isSent = true): void {
    // The connection of a call that was aborted fails later.
    if (this.isEnded) return;
    if (this.mayResend(error, isSent)) return this.resend();
    this.end();
    this.reject(error);
  }

  private resend(): void {
    this.resends += 1;
    this.requestedAtMs = performance.now();
    this.isSent = false;
    this.isReused = false;
    this.hasStatus = false;
    this.dependencies.pool.dispatch(this);
  }

  private mayResend(error: Error, isSent: boolean): boolean {
    if (this.signal.aborted || this.resends === limits.resendsMax) return false;
    if (error instanceof NotExecuted || error instanceof NotSent) return true;
    // A connection that was closed while idle says nothing about the health of the process.
    const isAllowed = error instanceof StaleConnection && this.isStaleAllowed;
    this.isStaleAllowed = false;
    return isAllowed || this.mayTryAnother(error, isSent);
  }

  /** What was not sent may be sent elsewhere; what was sent only if it changes nothing. */
  private mayTryAnother(error: Error, isSent: boolean): boolean {
    const { pool } = this.dependencies;
    if (pool.mayTryAnother === undefined || (isSent && !this.isRetryable)) return false;
    const isOfInstance = !(error instanceof UnexpectedStatus) || error.status >= 500;
    return isOfInstance && pool.mayTryAnother(this, isSent);
  }

  private end(): void {
    this.isEnded = true;
    this.stopWaiting();
    this.dependencies.onEnd(this);
  }
}

/** The connections to the only process, or to each instance. */
function openRoute(
  options: PooledCallsOptions,
  onSilent: () => void,
): ConnectionPool | InstanceBalancer {
  const { url, name, tls, connections = limits.socketsMax, instances } = options;
  const { protocol } = new URL(url);
  const targets = targetsOf({ isSecure: protocol === 'https:', name, tls });
  const common = {
    limits: {
      bytesMax: limits.answerBytesMax,
      budget: new ByteBudget(limits.openAnswersBytesMax),
    },
    connectDeadlineMs: limits.connectDeadlineMs,
    connectingMax: limits.connectingMax,
    callDeadlineMs: limits.callDeadlineMs,
  };
  const route =
    instances === undefined
      ? new ConnectionPool({
          ...common,
          connectionsMax: connections,
          target: targets.at(addressOfUrl(url)),
        })
      : new InstanceBalancer({
          ...instances,
          onSilent,
          service: name,
          connectionsMax: connections,
          connect: (address, connectionsMax) =>
            new ConnectionPool({
              ...common,
              connectionsMax,
              target: targets.at(address),
            }),
        });
  tls.changes?.onChange((identity) => {
    targets.renew(identity);
    route.renew();
  });
  return route;
}

/**
 * A pool of kept-alive connections to one process, or to each instance of a service, with one call
 * at a time on each; the most recently used is preferred. Calls beyond the queue limit are rejected.
 */
export function pooledCalls(options: PooledCallsOptions): PooledCalls {
  const { url, name, metrics, silence, connections = limits.socketsMax } = options;
  const open = new LinkedList<PooledCall>();
  const route = openRoute(options, () => {
    for (const { value: pooled } of open.entries()) pooled.moveOn();
  });
  const requests = new ByteBudget(limits.openRequestsBytesMax);
  const write = requestWriter(options.instances === undefined ? new URL(url).host : name);
  const onEnd = (call: PooledCall) => {
    call.place?.remove();
    requests.release(call.bodyBytes);
  };
  const dependencies: CallDependencies = { name, pool: route, metrics, silence, onEnd };
  // One promise for each call, however often it is sent.
  const call = (given: Call, isRetryable: boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      const { signal, body } = given;
      signal.throwIfAborted();
      silence?.admit(open.size);
      const bytes = Buffer.byteLength(body);
      const request = write(given, bytes);
      if (open.size >= connections + limits.waitingCallsMax || !requests.reserve(bytes)) {
        throw new Error(`Too many calls to ${name} are waiting.`);
      }
      const pooled = new PooledCall(
        dependencies,
        request,
        bytes,
        signal,
        isRetryable,
        resolve,
        reject,
      );
      pooled.place = open.add(pooled);
      route.dispatch(pooled);
    });
  const endCalls = (reason: Error) => {
    for (const { value: pooled } of open.entries()) pooled.giveUp(reason);
  };
  const close = () => route.close();
  if (route instanceof ConnectionPool) return { call, endCalls, close };
  return { call, endCalls, isReady: () => route.isReady(), close };
}
