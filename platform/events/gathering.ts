import { untraced } from '../telemetry/tracing';

export interface GatheringOptions {
  /** Does all that was added so far; it never rejects. */
  readonly work: () => Promise<void>;
  /** Milliseconds after the first addition, so that those that follow share one run. */
  readonly lingerMs: number;
}

/** Work that is done together, soon after it was added. One run at a time, and none without work. */
export class Gathering {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;

  constructor(private readonly options: GatheringOptions) {}

  readonly schedule = (): void => {
    this.timer ??= setTimeout(() => void this.run(), this.options.lingerMs);
  };

  /** Does what was added, without its time. */
  async stop(): Promise<void> {
    await this.running;
    await this.run();
  }

  private run(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.running ??= untraced(this.options.work).finally(() => {
      this.running = null;
    });
    return this.running;
  }
}
