import { type Claimant, type Party, partiesOf } from '../requests/claimant';
import { publicError } from '../requests/public-error';
import { msPerSecond } from '../values/time';
import { serviceSequence, type Waiting } from './admission-sequence';
import { RecentUse } from './recent-use';

export interface AdmissionQueueOptions {
  /** Tasks that run at the same time. */
  readonly runningMax: number;
  /** Tasks beside them that only claimants on a known device may run; none by default. */
  readonly reservedMax?: number;
  /** Tasks that hold a slot in the queue; known devices have as many of their own. */
  readonly slotsMax: number;
  /** Milliseconds that a task waits at most before it is refused. */
  readonly waitMaxMs: number;
}

/** Tasks of one network or key, running or waiting, for each unit of its share. */
const tasksPerShareMax = 8;
/** Tasks of one account, running or waiting. */
const tasksOfAccountMax = 4;

/** Assumed duration of a task until one was measured. */
const taskMsAssumed = 300;
/** Weight of the latest measurement in the moving average. */
const newestWeight = 0.2;

interface Task extends Waiting {
  /** Whether it may run in place of the reserved ones. */
  readonly isKnown: boolean;
}

interface Entry extends Task {
  readonly sinceMs: number;
  readonly begin: () => void;
  readonly refuse: () => void;
}

const tasksMax = ({ kind, share }: Party): number =>
  kind === 'account' ? tasksOfAccountMax : tasksPerShareMax * share;

/**
 * A queue for work that would overload the machine if it ran all at once. A task that cannot run in
 * time is rejected immediately instead of making everybody wait; a claimant that sends too much
 * only delays itself.
 */
export class AdmissionQueue {
  /** The order of arrival. */
  private readonly queue: Entry[] = [];
  private readonly running = new Set<Entry>();
  private readonly recentUse = new RecentUse();
  private readonly reservedMax: number;
  private taskMs = taskMsAssumed;

  constructor(private readonly options: AdmissionQueueOptions) {
    this.reservedMax = options.reservedMax ?? 0;
  }

  get waiting(): number {
    return this.queue.length;
  }

  /** @throws RATE_LIMITED or SERVICE_UNAVAILABLE as `run` would at this moment. */
  refuseWhenFull(claimant: Claimant): void {
    this.demandRoom(this.taskOf(claimant));
  }

  /**
   * Runs the task when its turn comes: first those whose account and networks have used the least
   * of their shares lately. When all slots are taken, the last in this sequence loses its slot.
   * @param signal ends the waiting, not a task that has begun.
   * @throws RATE_LIMITED when the claimant has too many of its own here; SERVICE_UNAVAILABLE when
   * all slots are taken or it waited too long, both with `retryAfterSeconds`; TIMEOUT when the
   * signal ended the waiting; and whatever the task throws.
   */
  async run<T>(claimant: Claimant, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const arrived = this.taskOf(claimant);
    this.demandRoom(arrived);
    const entry = await this.admit(arrived, signal);
    const startedAt = performance.now();
    try {
      return await task();
    } finally {
      this.leave(entry, performance.now() - startedAt);
    }
  }

  private taskOf(claimant: Claimant): Task {
    const isKnown = claimant.device !== undefined && this.reservedMax > 0;
    return { parties: partiesOf(claimant), isKnown };
  }

  private inSequence<Some extends Task>(tasks: readonly Some[]): readonly Some[] {
    return serviceSequence(tasks, (key) => this.recentUse.of(key));
  }

  private demandRoom(task: Task): void {
    const entries = [...this.running, ...this.queue];
    // A neighbor in the network cannot shut out a known device.
    const counted = task.isKnown
      ? task.parties.filter(({ kind }) => kind === 'account')
      : task.parties;
    const exceeded = counted.find((party) => countOf(party.key, entries) >= tasksMax(party));
    if (exceeded !== undefined) throw this.tooManyOf(exceeded);
    if (this.mayBegin(task)) return;
    const sequence = this.inSequence([...this.queue, task]);
    if (this.isFullFor(task) && lastLike(task, sequence) === task) throw this.busy();
    // Refuse at once when the estimated wait exceeds the deadline.
    const ahead = sequence.slice(0, sequence.indexOf(task));
    if (this.waitMsOf(task, ahead) > this.options.waitMaxMs) throw this.busy();
  }

  /** Running tasks of known devices, and all others. */
  private get runningKnown(): number {
    return [...this.running].filter(({ isKnown }) => isKnown).length;
  }

  /** Tasks that run, other than the reserved ones. */
  private get runningOpenly(): number {
    const known = this.runningKnown;
    return this.running.size - known + Math.max(0, known - this.reservedMax);
  }

  private mayBegin({ isKnown }: Task): boolean {
    if (isKnown && this.runningKnown < this.reservedMax) return true;
    return this.runningOpenly < this.options.runningMax;
  }

  private isFullFor({ isKnown }: Task): boolean {
    const waiting = this.queue.filter((entry) => entry.isKnown === isKnown).length;
    const running = isKnown ? this.runningKnown : this.runningOpenly;
    return waiting + running >= this.options.slotsMax;
  }

  /** Estimated wait behind these entries. Known devices may rely on the reserved tasks alone. */
  private waitMsOf({ isKnown }: Task, ahead: readonly Task[]): number {
    if (!isKnown) {
      return (this.taskMs * (this.runningOpenly + ahead.length)) / this.options.runningMax;
    }
    const known = this.runningKnown + ahead.filter((entry) => entry.isKnown).length;
    return (this.taskMs * known) / this.reservedMax;
  }

  private admit(task: Task, signal: AbortSignal | undefined): Promise<Entry> {
    return new Promise((resolve, reject) => {
      const cleanUp = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abandon);
        const place = this.queue.indexOf(entry);
        if (place >= 0) this.queue.splice(place, 1);
      };
      const entry: Entry = {
        ...task,
        sinceMs: performance.now(),
        refuse: () => refuse(this.busy()),
        begin: () => {
          cleanUp();
          this.running.add(entry);
          for (const { key } of entry.parties) this.recentUse.add(key);
          resolve(entry);
        },
      };
      const refuse = (error: Error) => {
        cleanUp();
        reject(error);
      };
      const abandon = () =>
        refuse(publicError('TIMEOUT', 'The request ended before its turn came.'));
      const timer = setTimeout(entry.refuse, this.options.waitMaxMs);
      timer.unref();
      signal?.addEventListener('abort', abandon);
      if (signal?.aborted) abandon();
      else if (this.mayBegin(entry)) entry.begin();
      else this.enqueue(entry);
    });
  }

  private enqueue(entry: Entry): void {
    const isFull = this.isFullFor(entry);
    this.queue.push(entry);
    if (isFull) lastLike(entry, this.inSequence(this.queue)).refuse();
  }

  private leave(entry: Entry, tookMs: number): void {
    this.taskMs += (tookMs - this.taskMs) * newestWeight;
    this.running.delete(entry);
    const sequence = this.inSequence(this.queue);
    const next = sequence.find((waiting) => this.mayBegin(waiting));
    next?.begin();
    this.refuseOverdue(sequence.filter((waiting) => waiting !== next));
  }

  /** Rejects entries that would now wait too long, because tasks took longer than estimated. */
  private refuseOverdue(sequence: readonly Entry[]): void {
    const ahead: Entry[] = [];
    for (const entry of sequence) {
      const admissionMs = performance.now() - entry.sinceMs + this.waitMsOf(entry, ahead);
      if (admissionMs > this.options.waitMaxMs) entry.refuse();
      else ahead.push(entry);
    }
  }

  private retryAfterSeconds(tasks: number): number {
    return Math.max(1, Math.ceil((this.taskMs * tasks) / msPerSecond));
  }

  private busy(): Error {
    return publicError('SERVICE_UNAVAILABLE', 'Too busy at the moment. Try again shortly.', {
      retryAfterSeconds: this.retryAfterSeconds(this.running.size + this.queue.length),
    });
  }

  private tooManyOf(party: Party): Error {
    const whose = {
      account: 'for this account',
      address: 'from this network address',
      network: 'from this network',
      storefront: 'for this API key',
    }[party.kind];
    const retryAfterSeconds = this.retryAfterSeconds(tasksMax(party));
    const message = `Too many passwords are being checked ${whose}. Try again in ${retryAfterSeconds} s.`;
    return publicError('RATE_LIMITED', message, { retryAfterSeconds });
  }
}

/** The last of those who compete for the same slots. The sequence contains the task. */
const lastLike = <Some extends Task>({ isKnown }: Task, sequence: readonly Some[]): Some =>
  sequence.findLast((other) => other.isKnown === isKnown) as Some;

function countOf(key: string, entries: readonly Waiting[]): number {
  return entries.filter(({ parties }) => parties.some((party) => party.key === key)).length;
}
