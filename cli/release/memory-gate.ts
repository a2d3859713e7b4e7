const bytesPerMegabyte = 1_000_000;
/** Memory is compared by its minimum over this time, because garbage comes and goes. */
const windowMs = 5_000;
/** The new version may have this many times the memory of the previous one. */
const sizeFactorMax = 2;
/** A previous version that is idle or swapped out counts as this large. */
const leastSizeBytes = 400 * bytesPerMegabyte;
/** Growth in one window, beyond that of the previous version, which a leak must exceed. */
const growthBytesMax = 40 * bytesPerMegabyte;
/** Growth in this many successive windows is a leak: caches and the heap fill up more slowly. */
const growingWindowsMax = 6;

const megabytes = (bytes: number): string => `${Math.round(bytes / bytesPerMegabyte)} MB`;

interface Minima {
  after: number;
  before: number;
}

/** Rejects a version that is far larger than the previous one, or that grows without a pause. */
export class MemoryGate {
  /** Why the version must be rolled back; null if there is no reason so far. */
  fault: string | null = null;
  private current: Minima | null = null;
  private latest: Minima | null = null;
  private grewFrom = 0;
  private growingWindows = 0;

  constructor(
    private readonly now: () => number = () => performance.now(),
    private endedAtMs = now(),
  ) {}

  /** @param before null if it is not known, as in a previous version that has ended. */
  look(after: number | null, before: number | null): void {
    if (after !== null) {
      const { current } = this;
      this.current = {
        after: Math.min(after, current?.after ?? after),
        before: Math.min(before ?? 0, current?.before ?? before ?? 0),
      };
    }
    if (this.now() - this.endedAtMs < windowMs) return;
    this.endedAtMs = this.now();
    if (this.current !== null) this.endWindow(this.current);
    this.current = null;
  }

  /** A version that has just been started grows until its code is compiled. */
  forgetGrowth(): void {
    this.latest = null;
    this.growingWindows = 0;
  }

  private endWindow(ended: Minima): void {
    const { latest } = this;
    this.latest = ended;
    const sizeMax = sizeFactorMax * Math.max(ended.before, leastSizeBytes);
    if (ended.after > sizeMax) {
      this.fault ??= `memory: ${megabytes(ended.after)}, where ${megabytes(sizeMax)} is allowed`;
    }
    if (latest === null) return;
    const ofBefore = Math.max(ended.before - latest.before, 0);
    const isGrowing = ended.after - latest.after - ofBefore > growthBytesMax;
    if (this.growingWindows === 0) this.grewFrom = latest.after;
    this.growingWindows = isGrowing ? this.growingWindows + 1 : 0;
    if (this.growingWindows < growingWindowsMax) return;
    const seconds = (growingWindowsMax * windowMs) / 1_000;
    this.fault ??= `memory: it grew from ${megabytes(this.grewFrom)} to ${megabytes(ended.after)} in ${seconds} s without a pause`;
  }
}
