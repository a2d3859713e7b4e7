import { publicError } from '../requests/public-error';
import { whenAborted } from '../requests/when-aborted';
import { msPerSecond } from '../values/time';

/** The terms of one priority. */
export interface PriorityTerms {
  /** The share of the slots that its tasks may hold: the rest stays free for the others. */
  readonly share: number;
  /** A task that would end later than this after its arrival is refused when it arrives. */
  readonly objectiveMs: number;
  /** Tasks that may wait whatever is estimated: many at once are no overload yet. */
  readonly burstMax: number;
  /** The longest estimated wait of a task that arrives when others have waited for long. */
  readonly standingWaitMs: number;
}

export interface AdmissionLimits {
  /** Tasks that run at the same time. */
  readonly running: number;
  /** Tasks that wait. */
  readonly waiting: number;
}

/**
 * Why a task is refused: too many wait (`full`), its objective would be missed (`late`), others have
 * waited for long (`standing`), or it was accepted and its turn does not come (`overdue`).
 */
export type RefusalReason = 'full' | 'late' | 'standing' | 'overdue';

export interface PriorityAdmissionOptions<Priority extends string> {
  /** The first one is served first. */
  readonly priorities: Readonly<Record<Priority, PriorityTerms>>;
  /** Read on use, because they may change while the process runs. */
  readonly limits: AdmissionLimits;
  /** How long an accepted task waits at most; it may change, too. */
  readonly waitMaxMs: () => number;
  readonly onRefused?: (priority: Priority, reason: RefusalReason) => void;
}

/** Permission to run; to be released when the task has ended. */
export interface AdmissionTicket {
  release(): void;
}

/** The time for which tasks have waited without a break that makes a backlog a standing one. */
const standingAfterMs = 2_000;
/** The interval at which waiting tasks are checked whose turn will not come in time. */
const sweepMs = 100;
/** Assumed duration of a task until some were measured. */
const taskMsAssumed = 20;
/** Weight of the latest measurement in the moving average. */
const newestWeight = 0.05;
const retryAfterSecondsMax = 30;

interface Entry {
  readonly sinceMs: number;
  readonly begin: () => void;
  readonly refuse: (reason: RefusalReason) => void;
}

interface Lane<Priority> extends PriorityTerms {
  readonly name: Priority;
  /** The sequence is that of arrival. */
  readonly waiting: Set<Entry>;
  running: number;
  taskMs: number;
  /** Tasks have waited without a break since then; null if none waits. */
  backlogSinceMs: number | null;
}

/**
 * Admission control in front of work of several priorities. A bounded number of tasks runs; others
 * wait, by priority and then by arrival. A burst may wait until the objective would be missed. When
 * the backlog does not end, newcomers are refused much earlier, so that those who are accepted are
 * served soon, and nothing is done for callers that have given up.
 */
export class PriorityAdmission<Priority extends string> {
  private readonly lanes: readonly Lane<Priority>[];
  private running = 0;
  private sweeper: NodeJS.Timeout | null = null;

  constructor(private readonly options: PriorityAdmissionOptions<Priority>) {
    const named = Object.entries(options.priorities) as [Priority, PriorityTerms][];
    this.lanes = named.map(([name, terms]) =>
      Object.assign({ name, waiting: new Set<Entry>() }, terms, {
        running: 0,
        taskMs: taskMsAssumed,
        backlogSinceMs: null,
      }),
    );
  }

  waitingOf(priority: Priority): number {
    return this.laneOf(priority).waiting.size;
  }

  runningOf(priority: Priority): number {
    return this.laneOf(priority).running;
  }

  /**
   * A ticket at once while there is room; otherwise when the turn of the task comes.
   * @param signal ends the waiting, with its reason.
   * @throws SERVICE_UNAVAILABLE with `retryAfterSeconds`.
   */
  enter(priority: Priority, signal: AbortSignal): AdmissionTicket | Promise<AdmissionTicket> {
    const lane = this.laneOf(priority);
    if (lane.waiting.size === 0 && this.mayBegin(lane)) return this.begin(lane);
    const reason = this.refusalOf(lane);
    if (reason !== null) throw this.refused(lane, reason);
    return this.wait(lane, signal);
  }

  private wait(lane: Lane<Priority>, signal: AbortSignal): Promise<AdmissionTicket> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        unlisten();
        lane.waiting.delete(entry);
        if (lane.waiting.size === 0) lane.backlogSinceMs = null;
      };
      const abandon = () => {
        leave();
        reject(signal.reason as Error);
      };
      const entry: Entry = {
        sinceMs: performance.now(),
        begin: () => {
          leave();
          resolve(this.begin(lane));
        },
        refuse: (reason) => {
          leave();
          reject(this.refused(lane, reason));
        },
      };
      const unlisten = whenAborted(signal, abandon);
      if (signal.aborted) return abandon();
      lane.waiting.add(entry);
      lane.backlogSinceMs ??= entry.sinceMs;
      this.sweeper ??= setInterval(() => this.sweep(), sweepMs).unref();
    });
  }

  private begin(lane: Lane<Priority>): AdmissionTicket {
    const beganMs = performance.now();
    let isHeld = true;
    lane.running += 1;
    this.running += 1;
    return {
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        lane.running -= 1;
        this.running -= 1;
        lane.taskMs += (performance.now() - beganMs - lane.taskMs) * newestWeight;
        this.beginNext();
      },
    };
  }

  /** Several may begin at once if the limits were raised. */
  private beginNext(): void {
    for (const lane of this.lanes) {
      if (lane.waiting.size === 0) continue;
      for (const entry of lane.waiting) {
        if (!this.mayBegin(lane)) break;
        entry.begin();
      }
    }
  }

  /** Refuses tasks whose turn will not come in time: they took longer than estimated. */
  private sweep(): void {
    const nowMs = performance.now();
    const waitMaxMs = this.options.waitMaxMs();
    for (const lane of this.lanes) {
      let ahead = 0;
      for (const entry of lane.waiting) {
        const waitMs = nowMs - entry.sinceMs + this.msOf(lane, ahead);
        if (waitMs > waitMaxMs) entry.refuse('overdue');
        else ahead += 1;
      }
    }
    if (this.sweeper !== null && this.lanes.every(({ waiting }) => waiting.size === 0)) {
      clearInterval(this.sweeper);
      this.sweeper = null;
    }
  }

  private laneOf(priority: Priority): Lane<Priority> {
    return this.lanes.find(({ name }) => name === priority) as Lane<Priority>;
  }

  private runningMaxOf({ share }: Lane<Priority>): number {
    return Math.max(1, Math.floor(this.options.limits.running * share));
  }

  private mayBegin(lane: Lane<Priority>): boolean {
    return this.running < this.options.limits.running && lane.running < this.runningMaxOf(lane);
  }

  /** Milliseconds in which so many tasks of a lane have begun, if nothing is served before them. */
  private msOf(lane: Lane<Priority>, tasks: number): number {
    return (tasks * lane.taskMs) / this.runningMaxOf(lane);
  }

  /** The slots that the lanes before it never take. */
  private ownSlotsOf(lane: Lane<Priority>): number {
    const before = this.lanes.slice(0, this.lanes.indexOf(lane));
    const taken = before.reduce((sum, one) => sum + this.runningMaxOf(one), 0);
    return Math.min(this.options.limits.running - taken, this.runningMaxOf(lane));
  }

  /** Estimated wait of a newcomer: behind all that is served before it, or for its own slots. */
  private waitMsOf(lane: Lane<Priority>): number {
    const before = this.lanes.slice(0, this.lanes.indexOf(lane) + 1);
    const behindAll = before.reduce((sum, one) => sum + this.msOf(one, one.waiting.size), 0);
    const slots = this.ownSlotsOf(lane);
    if (slots <= 0) return behindAll;
    return Math.min(behindAll, (lane.waiting.size * lane.taskMs) / slots);
  }

  private refusalOf(lane: Lane<Priority>): RefusalReason | null {
    const waiting = this.lanes.reduce((sum, one) => sum + one.waiting.size, 0);
    if (waiting >= this.options.limits.waiting) return 'full';
    if (lane.waiting.size < lane.burstMax) return null;
    const waitMs = this.waitMsOf(lane);
    if (waitMs + lane.taskMs > lane.objectiveMs) return 'late';
    const { backlogSinceMs } = lane;
    const isStanding =
      backlogSinceMs !== null && performance.now() - backlogSinceMs > standingAfterMs;
    return isStanding && waitMs > lane.standingWaitMs ? 'standing' : null;
  }

  private refused(lane: Lane<Priority>, reason: RefusalReason): Error {
    this.options.onRefused?.(lane.name, reason);
    const seconds = Math.ceil(this.waitMsOf(lane) / msPerSecond);
    return busyFor(Math.min(Math.max(1, seconds), retryAfterSecondsMax));
  }
}

/** One error for each number of seconds: its stack would be half of what a refusal costs here. */
const busyErrors = new Map<number, Error>();

function busyFor(retryAfterSeconds: number): Error {
  const message = `Too many requests are in progress. Try again in ${retryAfterSeconds} s.`;
  const error =
    busyErrors.get(retryAfterSeconds) ??
    publicError('SERVICE_UNAVAILABLE', message, { retryAfterSeconds });
  busyErrors.set(retryAfterSeconds, error);
  return error;
}
