import { asError } from '../../values/as-error';
import { type Entry, LinkedList } from '../../values/linked-list';
import { whenLate } from '../../values/when-late';
import { Connection, type ConnectionOptions, type Exchange } from './connection';

interface QueuedCall {
  readonly call: WaitingCall;
  readonly sinceMs: number;
}

/** A call that waits for a connection or is on one. */
export interface WaitingCall extends Exchange {
  readonly signal: AbortSignal;
  /** Its place among those that wait; absent if it did not have to. */
  queued?: Entry<QueuedCall>;
  /** A connection that was opened for calls was lost before it carried one. */
  onNotConnected(error: Error): void;
}

export interface PoolOptions
  extends Omit<ConnectionOptions, 'onFree' | 'onClosed' | 'onMisdirected' | 'target'> {
  readonly connectionsMax: number;
  /** Connections that are opened at the same time. */
  readonly connectingMax: number;
  readonly target: () => ConnectionOptions['target'];
}

const never = Number.POSITIVE_INFINITY;
/** A timer that is this late shows that the process did not run. */
const pausedMsMin = 250;

/** Kept-alive connections to one process. The most recently used is used first. */
export class ConnectionPool {
  private readonly connections = new Set<Connection>();
  private readonly idle: Connection[] = [];
  private readonly waiting = new LinkedList<QueuedCall>();
  private connecting = 0;
  private isClosed = false;
  /** One timer for all connections, as each has a new deadline with each call. */
  private cancelTimer: () => void = () => undefined;
  private wakesAtMs = never;

  constructor(private readonly options: PoolOptions) {}

  /** Sends the call over an idle connection, or as soon as there is one, until it is aborted. */
  dispatch(call: WaitingCall): void {
    if (this.isClosed) return call.onFailure(new Error('The connections are closed.'));
    const connection = this.takeIdle();
    if (connection !== null) return this.send(connection, call);
    call.queued = this.waiting.add({ call, sinceMs: performance.now() });
    this.openWanted();
  }

  /** Ends a call that waits or is on a connection; the other side sees the connection close. */
  abort(call: WaitingCall, reason: unknown): void {
    if (call.queued?.isIn) return call.queued.remove();
    for (const connection of this.connections) {
      if (connection.exchange === call) connection.destroy(asError(reason));
    }
  }

  /** Calls from now on use new connections. Calls in progress end on theirs. */
  renew(): void {
    for (const connection of this.connections) connection.isLast = true;
    this.closeIdle();
  }

  private closeIdle(): void {
    for (const connection of this.idle.splice(0)) connection.destroy(null);
  }

  /** Ends all calls and connections. */
  close(): void {
    this.isClosed = true;
    const error = new Error('The connections are closed.');
    for (const entry of this.waiting.entries()) {
      entry.remove();
      entry.value.call.onFailure(error);
    }
    for (const connection of this.connections) connection.destroy(error);
  }

  private takeIdle(): Connection | null {
    const nowMs = performance.now();
    for (let found = this.idle.pop(); found !== undefined; found = this.idle.pop()) {
      if (found.isOpen && !found.isExpired(nowMs)) return found;
      found.destroy(null);
    }
    return null;
  }

  private nextWaiting(): WaitingCall | null {
    const { first } = this.waiting;
    first?.remove();
    return first?.value.call ?? null;
  }

  /**
   * Opens connections for the calls that wait, a few at a time: each that is open serves many calls
   * while another handshake takes its turn, and many handshakes at once all take long.
   */
  private openWanted(): void {
    const { connectionsMax, connectingMax } = this.options;
    const mayOpen = () =>
      this.connecting < Math.min(this.waiting.size, connectingMax) &&
      this.connections.size < connectionsMax;
    while (mayOpen()) this.open();
  }

  private open(): void {
    this.connecting += 1;
    let isConnecting = true;
    const ended = () => {
      if (isConnecting) this.connecting -= 1;
      isConnecting = false;
    };
    const { target, limits, connectDeadlineMs, callDeadlineMs } = this.options;
    const connection = new Connection({
      target: target(),
      limits,
      connectDeadlineMs,
      callDeadlineMs,
      onFree: (free) => {
        const wasConnecting = isConnecting;
        ended();
        this.use(free);
        if (wasConnecting) this.openWanted();
      },
      onClosed: (closed, error) => {
        const wasConnecting = isConnecting;
        ended();
        this.forget(closed);
        if (wasConnecting) this.onNotConnected(error);
        this.openWanted();
      },
      // Its other idle connections have been refused, too, even if that has not been read: a call
      // that tried one after the other would be refused more often than it may be sent again.
      onMisdirected: () => this.closeIdle(),
    });
    this.connections.add(connection);
    this.wakeFor(connection);
  }

  private use(free: Connection): void {
    const call = this.nextWaiting();
    if (call !== null) this.send(free, call);
    else if (free.isLast) free.destroy(null);
    else {
      this.idle.push(free);
      this.wakeFor(free);
    }
  }

  private send(connection: Connection, call: WaitingCall): void {
    connection.send(call);
    this.wakeFor(connection);
  }

  private forget(closed: Connection): void {
    this.connections.delete(closed);
    const place = this.idle.indexOf(closed);
    if (place !== -1) this.idle.splice(place, 1);
    if (this.connections.size > 0) return;
    this.cancelTimer();
    this.wakesAtMs = never;
  }

  /**
   * One call learns that connecting failed, and each that has waited for half the time that
   * connecting may take; the others have attempts of their own.
   */
  private onNotConnected(error: Error | null): void {
    const reason = error ?? new Error('The connection was closed while it was opened.');
    this.nextWaiting()?.onNotConnected(reason);
    const sinceMs = performance.now() - this.options.connectDeadlineMs / 2;
    for (const entry of this.waiting.entries()) {
      const { call, sinceMs: waitsSinceMs } = entry.value;
      if (waitsSinceMs > sinceMs) return;
      if (!entry.isIn) continue;
      entry.remove();
      call.onNotConnected(reason);
    }
  }

  /** Wakes no later than at the deadline of the connection. */
  private wakeFor({ deadlineMs }: Connection): void {
    if (deadlineMs >= this.wakesAtMs) return;
    this.cancelTimer();
    this.wakesAtMs = deadlineMs;
    const inMs = Math.max(0, Math.ceil(deadlineMs - performance.now()));
    this.cancelTimer = whenLate(inMs, () => this.endLate(), false);
  }

  private endLate(): void {
    const nowMs = performance.now();
    const wasPaused = nowMs - this.wakesAtMs > pausedMsMin;
    this.wakesAtMs = never;
    for (const connection of this.connections) {
      // The other side may have replied while this process did not run.
      if (wasPaused && !connection.isOpen) {
        connection.deadlineMs = nowMs + this.options.connectDeadlineMs;
      }
      connection.endIfLate(nowMs);
      this.wakeFor(connection);
    }
  }
}
