import { untraced } from '../telemetry/tracing';

export interface RoundsOptions {
  /** One look for work; done anew when it was woken meanwhile. */
  readonly work: () => Promise<unknown>;
  /** What becomes of a look that failed; the backstop looks again. */
  readonly failed: (error: unknown) => void;
  /** Milliseconds between a call and the look, in which more calls may come together. */
  readonly lingerMs: number;
  /** Milliseconds between looks that nobody called for. */
  readonly backstopMs: number;
  /** Asked before such a look, where that is cheaper than the look itself. */
  readonly isThereWork?: () => Promise<boolean>;
  /** The first look waits for the backstop: those whose work it takes over may be starting too. */
  readonly isPatient?: boolean;
}

/** A look that is wanted later than that is left to the backstop. */
const timerMsMax = 60_000;
const timersMax = 1_000;

/**
 * Work that is looked for when somebody calls, and now and then when nobody does. One look at a
 * time; any number of calls during one make one more.
 */
export class Rounds {
  private readonly timers = new Set<NodeJS.Timeout>();
  private backstop: NodeJS.Timeout | null = null;
  private lingering: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private isWanted = false;
  private isStarted = false;

  constructor(private readonly options: RoundsOptions) {}

  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    const { backstopMs, isPatient = false } = this.options;
    this.backstop = setInterval(() => this.ask(), backstopMs).unref();
    // What an earlier process left behind need not wait for the backstop.
    if (!isPatient) this.wake();
  }

  /** Ends the looking, and waits for the look at hand. */
  async stop(): Promise<void> {
    this.isStarted = false;
    if (this.backstop) clearInterval(this.backstop);
    if (this.lingering) clearTimeout(this.lingering);
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    await this.running;
  }

  readonly wake = (): void => {
    if (!this.isStarted) return;
    if (this.running !== null) {
      this.isWanted = true;
      return;
    }
    this.lingering ??= setTimeout(() => {
      this.lingering = null;
      this.look();
    }, this.options.lingerMs).unref();
  };

  /** Looks once after the pause, besides the backstop. */
  readonly later = (pauseMs: number): void => {
    if (!this.isStarted || pauseMs > timerMsMax || this.timers.size >= timersMax) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.wake();
    }, pauseMs).unref();
    this.timers.add(timer);
  };

  private ask(): void {
    const { isThereWork, failed } = this.options;
    if (!isThereWork) return this.wake();
    isThereWork().then((isThere) => isThere && this.wake(), failed);
  }

  private look(): void {
    const { work, failed } = this.options;
    this.isWanted = false;
    // Whoever called for the look is not whom it is for.
    this.running = untraced(work)
      .then(() => undefined, failed)
      .finally(() => {
        this.running = null;
        if (this.isWanted) this.wake();
      });
  }
}
