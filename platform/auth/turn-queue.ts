import { publicError } from '../graphql/errors';

export interface TurnQueueOptions {
  /** Tasks that run at the same time. */
  readonly runningMax: number;
  /** Tasks that wait at most; the next one is refused at once. */
  readonly waitingMax: number;
  /** Milliseconds that a task waits at most before it is refused. */
  readonly waitMaxMs: number;
}

export interface TurnQueue {
  /**
   * Runs the task when its turn comes.
   * @param signal ends the waiting, not a task that has begun.
   * @throws SERVICE_UNAVAILABLE with `retryAfterSeconds` when too many wait or it waited too long;
   * TIMEOUT when the signal ended the waiting; and whatever the task throws.
   */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** @throws SERVICE_UNAVAILABLE as `run` would at this moment. */
  refuseWhenFull(): void;
  readonly waiting: number;
}

/** What one task takes until a first one was measured. */
const taskMsAssumed = 300;
/** How much the newest measurement weighs in the running mean. */
const newestWeight = 0.2;
const msPerSecond = 1_000;

interface Waiting {
  readonly sinceMs: number;
  readonly begin: () => void;
  readonly giveUp: () => void;
}

class BoundedTurnQueue implements TurnQueue {
  private readonly line = new Set<Waiting>();
  private running = 0;
  private taskMs = taskMsAssumed;

  constructor(private readonly options: TurnQueueOptions) {}

  get waiting(): number {
    return this.line.size;
  }

  refuseWhenFull(): void {
    const { runningMax, waitingMax, waitMaxMs } = this.options;
    if (this.running < runningMax) return;
    // Whose turn would not come in time is told now, and not at the end of its patience.
    const late = this.aheadMs() / runningMax > waitMaxMs;
    if (late || this.line.size >= waitingMax) throw this.busy();
  }

  /** What those before a new one will take, by what others took lately. */
  private aheadMs(): number {
    return this.taskMs * (this.line.size + this.running);
  }

  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    this.refuseWhenFull();
    await this.turn(signal);
    const startedAt = performance.now();
    try {
      return await task();
    } finally {
      this.leave(performance.now() - startedAt);
    }
  }

  private turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abandon);
        this.line.delete(entry);
      };
      const entry: Waiting = {
        sinceMs: performance.now(),
        giveUp: () => refuse(this.busy()),
        begin: () => {
          settle();
          this.running += 1;
          resolve();
        },
      };
      const refuse = (error: Error) => {
        settle();
        reject(error);
      };
      const abandon = () =>
        refuse(publicError('TIMEOUT', 'The request ended before its turn came.'));
      const timer = setTimeout(entry.giveUp, this.options.waitMaxMs);
      timer.unref();
      signal?.addEventListener('abort', abandon);
      this.line.add(entry);
      if (signal?.aborted) abandon();
      else if (this.running < this.options.runningMax) entry.begin();
    });
  }

  private leave(tookMs: number): void {
    this.taskMs += (tookMs - this.taskMs) * newestWeight;
    this.running -= 1;
    const [next] = this.line;
    next?.begin();
    this.refuseTheLate();
  }

  /** Tasks took longer than was thought when some were let in: they are told as soon as it shows. */
  private refuseTheLate(): void {
    const { runningMax, waitMaxMs } = this.options;
    let ahead = this.running;
    for (const entry of [...this.line]) {
      const turnMs = performance.now() - entry.sinceMs + (this.taskMs * ahead) / runningMax;
      if (turnMs > waitMaxMs) entry.giveUp();
      else ahead += 1;
    }
  }

  private busy(): Error {
    return publicError('SERVICE_UNAVAILABLE', 'Too busy at the moment. Try again shortly.', {
      retryAfterSeconds: Math.max(1, Math.ceil(this.aheadMs() / msPerSecond)),
    });
  }
}

/**
 * A queue for work that would take the machine over if everyone did it at once. Whoever cannot be
 * served in time is told so immediately, instead of making everybody wait longer.
 */
export function createTurnQueue(options: TurnQueueOptions): TurnQueue {
  return new BoundedTurnQueue(options);
}
