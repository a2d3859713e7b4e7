import { untraced } from '../telemetry/tracing';

export interface PollLoopOptions<Result> {
  /** One poll: does all work that is due, unless `stopping` is aborted before. */
  readonly work: (stopping: AbortSignal) => Promise<Result>;
  /** Called when a poll fails; the backstop polls again. */
  readonly onError: (error: unknown) => void;
  /** Milliseconds between a wake and its poll, so that several wakes share one poll. */
  readonly lingerMs: number;
  /** Milliseconds between polls without a wake. */
  readonly backstopMs: number;
  /** A cheaper check before such a poll. */
  readonly hasWork?: () => Promise<boolean>;
  /** The first poll waits for the backstop: processes whose work it would take may be starting too. */
  readonly waitsForBackstop?: boolean;
}

/** Longer delays are left to the backstop. */
const timerMsMax = 60_000;
/**
 * Timers of a poll loop.
 * @exceeded the next poll finds the work
 */
const timersMax = 1_000;

/**
 * Polls for work when it is woken, and at long intervals (the backstop) when it is not. One poll at
 * a time; any number of wakes during a poll cause one more.
 */
export class PollLoop<Result = unknown> {
  private readonly timers = new Set<NodeJS.Timeout>();
  private backstop: NodeJS.Timeout | null = null;
  private lingerTimer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private isPollPending = false;
  private isStarted = false;
  private readonly stopping = new AbortController();

  constructor(private readonly options: PollLoopOptions<Result>) {}

  /** Begins to poll; without effect once it was started or stopped. */
  start(): void {
    if (this.isStarted || this.stopping.signal.aborted) return;
    this.isStarted = true;
    const { backstopMs, waitsForBackstop = false } = this.options;
    this.backstop = setInterval(() => this.pollIfNeeded(), backstopMs).unref();
    // Work left by an earlier process should not wait for the backstop.
    if (!waitsForBackstop) this.wake();
  }

  /** Stops polling, and waits for the poll that is running. */
  async stop(): Promise<void> {
    this.isStarted = false;
    this.stopping.abort();
    if (this.backstop) clearInterval(this.backstop);
    if (this.lingerTimer) clearTimeout(this.lingerTimer);
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    await this.running;
  }

  readonly wake = (): void => {
    if (!this.isStarted) return;
    if (this.running !== null) {
      this.isPollPending = true;
      return;
    }
    this.lingerTimer ??= setTimeout(() => {
      this.lingerTimer = null;
      this.poll();
    }, this.options.lingerMs).unref();
  };

  /** Schedules a poll, also in a process that did not poll before. */
  readonly schedule = (): void => {
    this.start();
    this.wake();
  };

  /** Polls now, for a caller that waits for the result. @throws the error of the work. */
  readonly runOnce = (): Promise<Result> => this.options.work(this.stopping.signal);

  /** Polls once after the pause, besides the backstop. */
  readonly scheduleIn = (pauseMs: number): void => {
    if (!this.isStarted || pauseMs > timerMsMax || this.timers.size >= timersMax) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.wake();
    }, pauseMs).unref();
    this.timers.add(timer);
  };

  private pollIfNeeded(): void {
    const { hasWork, onError } = this.options;
    if (!hasWork) return this.wake();
    hasWork().then((isThere) => isThere && this.wake(), onError);
  }

  private poll(): void {
    const { onError } = this.options;
    this.isPollPending = false;
    // The poll does not belong to the trace of the caller that woke it.
    this.running = untraced(this.runOnce)
      .then(() => undefined, onError)
      .finally(() => {
        this.running = null;
        if (this.isPollPending) this.wake();
      });
  }
}
