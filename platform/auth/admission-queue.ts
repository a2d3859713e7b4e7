import { publicError } from '../graphql/errors';
import { msPerSecond } from '../values/time';

export interface AdmissionQueueOptions {
  /** Tasks that run at the same time. */
  readonly runningMax: number;
  /** Tasks that hold a slot in the queue; the next one is refused at once. */
  readonly slotsMax: number;
  /** Milliseconds that a task waits at most before it is refused. */
  readonly waitMaxMs: number;
}

/** Who a task is for; null where it counts for no account or address (system, unknown account). */
export interface Claimant {
  /** The network address as rate limits count it. */
  readonly address: string | null;
  readonly account: string | null;
}

export interface AdmissionQueue {
  /**
   * Runs the task when its turn comes. Addresses and accounts take turns: the first task of one runs
   * before the second of another, even if that one arrived earlier.
   * @param signal ends the waiting, not a task that has begun.
   * @throws RATE_LIMITED when the claimant has too many of its own here; SERVICE_UNAVAILABLE when
   * all slots are taken or it waited too long, both with `retryAfterSeconds`; TIMEOUT when the
   * signal ended the waiting; and whatever the task throws.
   */
  run<T>(claimant: Claimant, task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** @throws RATE_LIMITED or SERVICE_UNAVAILABLE as `run` would at this moment. */
  refuseWhenFull(claimant: Claimant): void;
  readonly waiting: number;
}

/** Slots that one address or account may hold, running or waiting. */
const ownSlotsMax = { address: 2, account: 1 } as const;
/**
 * This many more wait until one of their own releases its slot, because several people behind one
 * address may sign in at the same moment. They are last in order and take no slot from others.
 */
const ownHeldBackMax = { address: 6, account: 3 } as const;

/** Assumed duration of a task until one was measured. */
const taskMsAssumed = 300;
/** Weight of the latest measurement in the moving average. */
const newestWeight = 0.2;

interface Entry {
  readonly claimant: Claimant;
  /** Start-time fair queuing: the entry with the lowest tag is next. */
  readonly startTag: number;
  readonly sinceMs: number;
  /** Whether a later entry with the same tag has overtaken this one, which happens once at most. */
  wasPassed: boolean;
  readonly begin: () => void;
  readonly refuse: () => void;
}

type Party = keyof typeof ownSlotsMax;
const parties = ['address', 'account'] as const satisfies Party[];

class FairAdmissionQueue implements AdmissionQueue {
  private readonly queue = new Set<Entry>();
  private readonly running = new Set<Entry>();
  private taskMs = taskMsAssumed;
  /** The tag of the task that started last. */
  private virtualTime = 0;

  constructor(private readonly options: AdmissionQueueOptions) {}

  get waiting(): number {
    return this.queue.size;
  }

  refuseWhenFull(claimant: Claimant): void {
    for (const party of parties) {
      const held = this.entriesOf(party, claimant).length;
      if (held >= ownSlotsMax[party] + ownHeldBackMax[party]) throw this.tooManyOf(party);
    }
    if (this.running.size < this.options.runningMax) return;
    // Refuse at once when the estimated wait exceeds the deadline.
    const ahead = this.ahead(this.startTagOf(claimant));
    const late = this.msOf(ahead) / this.options.runningMax > this.options.waitMaxMs;
    if (late || (this.takesSlot(claimant) && this.slotsTaken() >= this.options.slotsMax)) {
      throw this.busy();
    }
  }

  async run<T>(claimant: Claimant, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    this.refuseWhenFull(claimant);
    const entry = await this.admit(claimant, signal);
    const startedAt = performance.now();
    try {
      return await task();
    } finally {
      this.leave(entry, performance.now() - startedAt);
    }
  }

  private get entries(): Entry[] {
    return [...this.running, ...this.queue];
  }

  private entriesOf(party: Party, claimant: Claimant, among = this.entries): Entry[] {
    const key = claimant[party];
    if (key === null) return [];
    return among.filter((entry) => entry.claimant[party] === key);
  }

  /** Whether another task of the claimant would take a slot, rather than wait behind its own. */
  private takesSlot(claimant: Claimant, among = this.entries): boolean {
    return parties.every(
      (party) => this.entriesOf(party, claimant, among).length < ownSlotsMax[party],
    );
  }

  private slotsTaken(): number {
    const placedEntries: Entry[] = [];
    for (const entry of this.entries) {
      if (this.takesSlot(entry.claimant, placedEntries)) placedEntries.push(entry);
    }
    return placedEntries.length;
  }

  private startTagOf(claimant: Claimant): number {
    const own = parties.flatMap((party) => this.entriesOf(party, claimant));
    return Math.max(this.virtualTime, ...own.map(({ startTag }) => startTag + 1));
  }

  /** Tasks that run before a new one with this tag. */
  private ahead(tag: number): number {
    const earlier = [...this.queue].filter(({ startTag }) => startTag <= tag);
    return this.running.size + earlier.length;
  }

  /** Estimated time for this many tasks, from recent ones. */
  private msOf(tasks: number): number {
    return this.taskMs * tasks;
  }

  private admit(claimant: Claimant, signal: AbortSignal | undefined): Promise<Entry> {
    return new Promise((resolve, reject) => {
      const cleanUp = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abandon);
        this.queue.delete(entry);
      };
      const entry: Entry = {
        claimant,
        startTag: this.startTagOf(claimant),
        sinceMs: performance.now(),
        wasPassed: false,
        refuse: () => refuse(this.busy()),
        begin: () => {
          cleanUp();
          this.running.add(entry);
          this.virtualTime = entry.startTag;
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
      this.queue.add(entry);
      if (signal?.aborted) abandon();
      else if (this.running.size < this.options.runningMax) entry.begin();
    });
  }

  private leave(entry: Entry, tookMs: number): void {
    this.taskMs += (tookMs - this.taskMs) * newestWeight;
    this.running.delete(entry);
    this.beginNext();
    this.refuseOverdue();
  }

  private beginNext(): void {
    const [next] = this.inOrder();
    if (next === undefined) return;
    for (const entry of this.queue) {
      if (entry === next) break;
      if (entry.startTag === next.startTag) entry.wasPassed = true;
    }
    next.begin();
  }

  /**
   * By tag. Among equal tags, claimants with a single task go first, then by arrival; an entry is
   * overtaken this way only once.
   */
  private inOrder(): Entry[] {
    const entries = this.entries;
    const hasOthersWaiting = ({ claimant }: Entry): boolean =>
      parties.some((party) => this.entriesOf(party, claimant, entries).length > 1);
    const ranked = [...this.queue].map((entry) => ({
      entry,
      rank: !entry.wasPassed && hasOthersWaiting(entry) ? 1 : 0,
    }));
    ranked.sort((one, other) => one.entry.startTag - other.entry.startTag || one.rank - other.rank);
    return ranked.map(({ entry }) => entry);
  }

  /** Rejects entries that would now wait too long, because tasks took longer than estimated. */
  private refuseOverdue(): void {
    const { runningMax, waitMaxMs } = this.options;
    let ahead = this.running.size;
    for (const entry of this.inOrder()) {
      const admissionMs = performance.now() - entry.sinceMs + this.msOf(ahead) / runningMax;
      if (admissionMs > waitMaxMs) entry.refuse();
      else ahead += 1;
    }
  }

  private retryAfterSeconds(tasks: number): number {
    return Math.max(1, Math.ceil(this.msOf(tasks) / msPerSecond));
  }

  private busy(): Error {
    return publicError('SERVICE_UNAVAILABLE', 'Too busy at the moment. Try again shortly.', {
      retryAfterSeconds: this.retryAfterSeconds(this.running.size + this.queue.size),
    });
  }

  private tooManyOf(party: Party): Error {
    const whose = party === 'address' ? 'from this network address' : 'for this account';
    const retryAfterSeconds = this.retryAfterSeconds(ownSlotsMax[party] + ownHeldBackMax[party]);
    const message = `Too many passwords are being checked ${whose}. Try again in ${retryAfterSeconds} s.`;
    return publicError('RATE_LIMITED', message, { retryAfterSeconds });
  }
}

/**
 * A queue for work that would overload the machine if it ran all at once. A task that cannot run in
 * time is rejected immediately instead of making everybody wait; a claimant that sends too much
 * only delays itself.
 */
export function createAdmissionQueue(options: AdmissionQueueOptions): AdmissionQueue {
  return new FairAdmissionQueue(options);
}
