import { missedChangeMsMax, rereadPauseMs } from './limits';
import type { Reading } from './read-order';
import { Stream, type StreamOptions } from './stream';

/** Sends the states of one order. Versions never go backwards. */
export class OrderStream extends Stream {
  private sentVersion = -1;
  private isStale = false;

  constructor(
    options: StreamOptions,
    readonly orderId: string,
  ) {
    super(options);
  }

  async first(): Promise<Reading> {
    const reading = await this.readNow(true);
    this.sentVersion = reading.version;
    return reading;
  }

  /** @param version the current version of the order; null if unknown. */
  onOrderChanged(version: number | null): void {
    if (version !== null && version <= this.sentVersion) return;
    this.isStale = true;
    this.update();
  }

  protected override begin({ result }: Reading): void {
    this.send(result);
  }

  protected override isDue(): boolean {
    return this.isStale;
  }

  protected override onReadTime(): void {
    this.onOrderChanged(null);
  }

  protected override async readAndSend(): Promise<void> {
    const reading = await this.readNow();
    if (this.isOver) return;
    if (reading.found === 'nothing') this.finish('nothing', reading.result);
    else if (reading.found === 'unknown') this.readIn(rereadPauseMs);
    // A heartbeat may have filled the connection; then the stream reads again once that drains.
    else if (this.isBlocked) this.isStale = true;
    else if (reading.version > this.sentVersion) {
      this.sentVersion = reading.version;
      this.send(reading.result);
    }
  }

  private readNow(isCharged = false): Promise<Reading> {
    this.isStale = false;
    // Spreads the polls of streams that were opened together.
    this.readIn(missedChangeMsMax * (1 - Math.random() / 2));
    const onBegin = () => {
      this.isStale = false;
    };
    return this.read(this.options.watch, onBegin, isCharged);
  }
}
